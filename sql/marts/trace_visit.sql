-- grain: one row per (month of the ledger, visit)
-- 说明：追溯：每次走访的出处、对象、时长和反馈
-- @month 月份（该月一日）
-- @town_code 镇街代码（不属于任何镇街的为空）
-- @visit_group 走访组
-- @target_type 对象类型代码（见 vocabulary.csv 的 target_type）
-- @household_no 名单编号
-- @visited_on 走访日期
-- @method 方式：home 入户；phone 电话
-- @duration_s 走访时长（秒；时间不全或结束早于开始的为空）
-- @is_short 入户走访时长短于规定
-- @has_opinion 群众有意见
-- @theme 主题代码
-- @solved_on_site 是否现场解决：yes、no，未填的为空
-- @transfer_nos 转办编号
-- @fed_back_on 反馈日期
-- @is_uploaded 已上传云台账
-- @file 文件
-- @sheet 工作表
-- @row 行号
select
    visit.month,
    visit.town_code,
    visit.visit_group,
    visit.target_type,
    visit.household_no,
    visit.visited_on,
    visit.method,
    visit.duration_s,
    visit.is_short,
    visit.opinion is not null as has_opinion,
    visit.theme,
    visit.solved_on_site,
    visit.transfer_nos,
    visit.fed_back_on,
    visit.is_uploaded,
    sheet.file,
    sheet.sheet,
    visit.row
from staging.visit as visit
inner join staging.sheet as sheet using (sheet_id)
