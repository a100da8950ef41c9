-- grain: one row per (month, group, visitor in it as masked): those of one surname in a group are one row
-- 说明：走访人：各走访组内每名走访人（只留姓氏，同组同姓的合为一行）的走访、反馈和未走访户；几人同去的各计一次
-- @month 月份（该月一日）
-- @group_code 走访组代码（不在走访组名单中的为空）
-- @group_name 走访组
-- @visitor 走访人（只留姓氏）
-- @visit_count 本月走访次数
-- @proper_pct 走访规范率（%）
-- @proper_numerator 规范走访次数
-- @proper_denominator 可判断是否规范的走访次数
-- @uploaded_pct 云台账上传率（%）
-- @uploaded_numerator 已上传的走访次数
-- @uploaded_denominator 本月走访次数
-- @opinion_count 本月收集意见（条）
-- @fed_back_pct 意见按期反馈率（%）
-- @fed_back_numerator 期限内由本人反馈或现场解决的意见（条）
-- @fed_back_denominator 反馈期限在本月的意见（条）
-- @feedback_overdue_count 超期未反馈意见（条）
-- @reached_pct 结对户走访覆盖率（%，本年集中走访以来）
-- @reached_numerator 名单上由其结对的户中已走访的
-- @reached_denominator 名单上由其结对的户
with visit as (
    select *, unnest(string_split(visitor, '、')) as one from core.visit_event where visitor is not null
),

listed as (
    select *, unnest(string_split(visitor, '、')) as one from core.household_event where visitor is not null
),

visited as (
    select
        month,
        group_code,
        one as visitor,
        count(*) filter (is_visited) as visit_count,
        count(*) filter (is_visited and is_proper) as proper_numerator,
        count(*) filter (is_visited and is_assessable) as proper_denominator,
        count(*) filter (is_visited and is_uploaded) as uploaded_numerator,
        count(*) filter (is_visited and has_opinion) as opinion_count,
        count(*) filter (is_fed_back_properly) as fed_back_numerator,
        count(*) filter (is_feedback_due) as fed_back_denominator,
        count(*) filter (is_feedback_overdue) as feedback_overdue_count
    from visit
    group by month, group_code, one
),

reached as (
    select month, group_code, one as visitor, count(*) filter (is_reached) as reached_numerator,
        count(*) as reached_denominator
    from listed
    group by month, group_code, one
),

person as (
    select month, group_code, visitor from visited
    union
    select month, group_code, visitor from reached
),

counted as (
    select
        person.*,
        coalesce(visited.visit_count, 0) as visit_count,
        coalesce(visited.proper_numerator, 0) as proper_numerator,
        coalesce(visited.proper_denominator, 0) as proper_denominator,
        coalesce(visited.uploaded_numerator, 0) as uploaded_numerator,
        coalesce(visited.opinion_count, 0) as opinion_count,
        coalesce(visited.fed_back_numerator, 0) as fed_back_numerator,
        coalesce(visited.fed_back_denominator, 0) as fed_back_denominator,
        coalesce(visited.feedback_overdue_count, 0) as feedback_overdue_count,
        coalesce(reached.reached_numerator, 0) as reached_numerator,
        coalesce(reached.reached_denominator, 0) as reached_denominator
    from person
    left join visited
        on visited.month = person.month and visited.group_code is not distinct from person.group_code
            and visited.visitor = person.visitor
    left join reached
        on reached.month = person.month and reached.group_code is not distinct from person.group_code
            and reached.visitor = person.visitor
)

select
    month,
    group_code,
    visit_group.scope_name as group_name,
    visitor,
    visit_count,
    indicator_value('rate', proper_numerator, proper_denominator) as proper_pct,
    proper_numerator,
    proper_denominator,
    indicator_value('rate', uploaded_numerator, visit_count) as uploaded_pct,
    uploaded_numerator,
    visit_count as uploaded_denominator,
    opinion_count,
    indicator_value('rate', fed_back_numerator, fed_back_denominator) as fed_back_pct,
    fed_back_numerator,
    fed_back_denominator,
    feedback_overdue_count,
    indicator_value('rate', reached_numerator, reached_denominator) as reached_pct,
    reached_numerator,
    reached_denominator
from counted
left join core.scope as visit_group
    on visit_group.scope = 'visit_group' and visit_group.scope_code = counted.group_code
