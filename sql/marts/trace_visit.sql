-- grain: one row per (month, visit that the month knows)
-- 说明：追溯：每次走访的出处及计入了哪些指标。走访自计入之月列到当年末（意见反馈期限更晚的列到期限）
-- @month 月份（该月一日）
-- @visit_no 走访的序号（同一次走访各月相同）
-- @town_code 镇街代码（不属于任何镇街的为空）
-- @group_code 走访组代码（见 mart.scope；不在名单中的组为空）
-- @visitor 走访人（只留姓氏）
-- @target_type 对象类型代码（见 vocabulary.csv 的 target_type；未写的取名单上的）
-- @theme 主题代码
-- @visited_on 走访日期
-- @method 方式：home 入户；phone 电话；未写的为空，按入户计
-- @duration_s 走访时长（秒；时间不全或结束早于开始的为空）
-- @household_key 走访完成率按此区分各户
-- @listed_row 对应走访名单的行号（名单中没有的为空）
-- @scopes 计入的范围（见 mart.scope）
-- @is_visited 计入本月走访次数
-- @is_in_campaign 本年集中走访期间的走访
-- @is_accepted 算作走访过该户（电话走访限长期在外的户）
-- @is_assessable 可判断是否规范
-- @is_proper 规范
-- @is_uploaded 已上传云台账
-- @has_opinion 群众有意见
-- @is_solution_told 写明是否现场解决
-- @is_solved_on_site 现场解决
-- @is_transferred 写有转办编号
-- @transfer_nos 转办编号
-- @fed_back_on 反馈日期
-- @feedback_due_on 反馈期限
-- @is_feedback_due_provisional 反馈期限为暂定（节假日安排尚未公布）
-- @is_fed_back 月末前已反馈或现场解决
-- @is_by_visitor 由走访人本人反馈（未写反馈人的视为本人）
-- @is_feedback_due 反馈期限计入本月
-- @is_fed_back_properly 按期由本人反馈
-- @is_feedback_overdue 超期未反馈
-- @file 文件（以最近一次登记为准）
-- @sheet 工作表
-- @row 行号
select
    event.month,
    event.visit_no,
    event.town_code,
    event.group_code,
    event.visitor,
    event.target_type,
    event.theme,
    event.visited_on,
    visit.method,
    visit.duration_s,
    event.household_key,
    event.listed_row,
    event.scopes,
    event.is_visited,
    event.is_in_campaign,
    event.is_accepted,
    event.is_assessable,
    event.is_proper,
    event.is_uploaded,
    event.has_opinion,
    event.is_solution_told,
    event.is_solved_on_site,
    event.is_transferred,
    visit.transfer_nos,
    visit.fed_back_on,
    event.feedback_due_on,
    event.is_feedback_due_provisional,
    event.is_fed_back,
    event.is_by_visitor,
    event.is_feedback_due,
    event.is_fed_back_properly,
    event.is_feedback_overdue,
    sheet.file,
    sheet.sheet,
    event.row
from core.visit_event as event
inner join staging.visit as visit using (sheet_id, row)
inner join staging.sheet as sheet using (sheet_id)
