-- grain: one row per (month, household or firm of the list that holds in the campaign)
-- 说明：走访名单逐户情况：本年集中走访以来是否走访过（未走访的 is_reached 为假），用于核对“不落一户”
-- @month 月份（该月一日）
-- @town_code 镇街代码（不属于任何镇街的为空）
-- @town_name 镇（街道）
-- @group_code 走访组代码（见 mart.scope；不在名单上的组为空）
-- @group_name 走访组
-- @visitor 结对走访人（只留姓氏）
-- @household_no 名单编号
-- @target_type 对象类型代码（见 vocabulary.csv 的 target_type）
-- @is_long_away 长期在外（可电话走访）
-- @is_reached 已走访
-- @first_visited_on 首次走访日期
-- @file 名单所在文件
-- @sheet 工作表
-- @row 行号
select
    event.month,
    event.town_code,
    town.town_name,
    event.group_code,
    visit_group.scope_name as group_name,
    event.visitor,
    event.household_no,
    event.target_type,
    event.is_long_away,
    event.is_reached,
    event.first_visited_on,
    sheet.file,
    sheet.sheet,
    event.row
from core.household_event as event
inner join staging.sheet as sheet using (sheet_id)
left join reference.town as town using (town_code)
left join core.scope as visit_group on visit_group.scope = 'visit_group' and visit_group.scope_code = event.group_code
