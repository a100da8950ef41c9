-- grain: one row per (month, town, unit or office, item of a red or yellow card that falls to it)
-- An item is the same in another month by its number; a task also by its text, as each year's list numbers anew.
-- 说明：督办事项：各镇街、单位、科室月末有红牌、黄牌的未结事项（督办单的清单）
-- @month 月份（该月一日）
-- @scope 责任方的种类：town 镇街；unit 局属单位；office 科室
-- @scope_code 责任方代码
-- @scope_name 责任方
-- @item_order 在清单中的序号：红牌在前，同牌的先到期的在前
-- @source 来源：hotline 诉求工单；rectification 整改台账；task 任务清单
-- @item_no 编号
-- @title 事项
-- @assigned_on 派单（诉求工单）、发现（整改台账）日期；任务为空
-- @due_on 截止日期
-- @card 牌：red 红牌（月末已超期）；yellow 黄牌（临期）
-- @working_days_left 自月末起还剩几个工作日（已超期的为空）
-- @working_days_overdue 到月末已超期几个工作日（不足一个的为 0；未超期的为空）
-- @is_provisional 截止日期或天数是否暂定
-- @red_month_count 由其办理期间，到本月止有几个月的月末为红牌
with carded as (
    select
        owner.month,
        owner.scope,
        owner.scope_code,
        owner.scope_name,
        item.source,
        item.item_no,
        item.title,
        item.assigned_on,
        item.due_at,
        item.card,
        item.working_days_left,
        item.working_days_overdue,
        item.is_provisional,
        if(item.source = 'task', item.title, '') as told_apart_by
    from mart.due_owner as owner
    inner join mart.due_item as item using (month, source, item_no)
    where item.card is not null
)

select
    carded.month,
    carded.scope,
    carded.scope_code,
    carded.scope_name,
    row_number() over (
        partition by carded.month, carded.scope, carded.scope_code
        order by carded.card = 'red' desc, carded.due_at, carded.source, carded.item_no
    ) as item_order,
    carded.source,
    carded.item_no,
    carded.title,
    carded.assigned_on,
    cast(carded.due_at as date) as due_on,
    carded.card,
    carded.working_days_left,
    carded.working_days_overdue,
    carded.is_provisional,
    count(*) filter (where carded.card = 'red') over (
        partition by carded.scope, carded.scope_code, carded.source, carded.item_no, carded.told_apart_by
        order by carded.month
    ) as red_month_count
from carded
