-- grain: one row per (month, source): a source of open items, or all of them together
-- An item counts once, whoever it falls to.
-- 说明：全县未结事项数：月末未办结的工单、未销号的问题、未完成的任务各有几件，红牌、黄牌几件（研判会材料据此）
-- @month 月份（该月一日）
-- @source 来源：all 合计；hotline 诉求工单；rectification 整改台账；task 任务清单
-- @closes_on 月末：统计月度的最后一天
-- @open_count 未结事项（件）
-- @red_count 其中红牌（月末已超期）
-- @yellow_count 其中黄牌（临期）
-- @again_count 红牌中以前月份的月末已是红牌的（件）
-- @new_count 红牌中本月末首次为红牌的（件）
-- @no_deadline_count 没有截止时间的（件）
-- @notice_count 应发督办单的镇街、单位、科室（个；只在合计一行）
with known as (
    select
        month.month,
        source.source,
        cast(month.next_starts_on - 1 as date) as closes_on
    from staging.month as month
    cross join (select unnest(['all', 'hotline', 'rectification', 'task']) as source) as source
),

again as (
    select month, source, item_no, bool_or(red_month_count > 1) as is_again
    from mart.supervision_item
    where card = 'red'
    group by month, source, item_no
),

notice as (
    select month, 'all' as source, count(*) as notice_count
    from mart.supervision_notice
    group by month
)

select
    known.month,
    known.source,
    known.closes_on,
    count(item.item_no) as open_count,
    count(item.item_no) filter (where item.card = 'red') as red_count,
    count(item.item_no) filter (where item.card = 'yellow') as yellow_count,
    count(item.item_no) filter (where again.is_again) as again_count,
    count(item.item_no) filter (where item.card = 'red' and not coalesce(again.is_again, false)) as new_count,
    count(item.item_no) filter (where item.due_at is null) as no_deadline_count,
    case when known.source = 'all' then coalesce(max(notice.notice_count), 0) end as notice_count
from known
left join mart.due_item as item on item.month = known.month and known.source in ('all', item.source)
left join again
    on again.month = item.month and again.source = item.source and again.item_no = item.item_no
left join notice on notice.month = known.month and notice.source = known.source
group by known.month, known.source, known.closes_on
