-- grain: one row per sheet of a file, loaded or not
-- 说明：每个文件的每张工作表：是否载入、到第几行为止、各行是什么
-- @month 月份文件夹
-- @file 文件
-- @sheet 工作表
-- @state 状态：loaded 已载入；hidden 隐藏；empty 空白；other_month 其他月份；unknown 认不出表头；refused 表头有误；notes 填写说明；returned 退回记录
-- @last_row 最后一个有内容的行（文本文件为最后一行；隐藏的工作表没有打开，为空）
-- @sheet_id 载入的工作表的编号
-- @above_count 表头以上的行数
-- @header_count 表头行数
-- @row_count 数据行数
-- @blank_count 空行数
-- @total_count 合计行数
-- @footer_count 备注、落款行数
select
    seen.month,
    seen.file,
    seen.sheet,
    seen.state,
    seen.last_row,
    seen.sheet_id,
    sheet.header_top - 1 as above_count,
    sheet.header_bottom - sheet.header_top + 1 as header_count,
    sheet.row_count,
    sheet.blank_count,
    sheet.total_count,
    sheet.footer_count
from raw.sheet_seen as seen
left join raw.sheet using (sheet_id)
