-- grain: one row per row below a header that is a total or a footer
select sheet.month, sheet.file, sheet.sheet, aside."row", aside.kind, aside.label
from raw.row_set_aside as aside
inner join raw.sheet using (sheet_id)
