-- grain: one row per sheet of each file, loaded or not; a file in which none was seen has one without a sheet
select file.month, file.file, file.sha256, file.byte_size, seen.sheet, seen.state, seen.last_row, seen.sheet_id
from raw.file
left join raw.sheet_seen as seen on seen.month = file.month and seen.file = file.file
