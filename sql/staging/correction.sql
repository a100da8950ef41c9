-- grain: one row per cell that was overridden on loading
select sheet.month, sheet.file, sheet.sheet, correction.* from raw.correction inner join raw.sheet using (sheet_id)
