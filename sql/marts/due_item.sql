-- grain: one row per (month, thing open as the reporting month closes): a ticket, a problem of the ledger or a task
-- 说明：未结事项：月末尚未办结的工单、未销号的问题、未完成的任务，何时到期，是否黄牌、红牌（督办单、一镇一单据此）
-- @month 月份（该月一日）
-- @source 来源：hotline 诉求工单；rectification 整改台账；task 任务清单
-- @source_title 来源名称
-- @item_no 编号（工单编号、台账编号、任务的清单名称和序号）
-- @title 事项（工单标题、问题描述、工作任务）
-- @town_code 镇街代码（不属于任何镇街的为空）
-- @town_name 镇（街道）
-- @subject 分类：工单一级分类、问题领域、任务清单名称
-- @severity 问题等级（仅整改台账）
-- @named_units 文件所写的承办、责任单位（以顿号隔开）
-- @owner_names 责任镇街、单位、科室（以顿号隔开；都认不出的为所在镇街）
-- @responsible_posts 月末最后一天对其负责的职务（以顿号隔开）
-- @assigned_on 派单日期（诉求工单；没有派单的为来电日期）、发现日期（整改台账）；任务为空
-- @due_at 截止时间（没有的为空，不发牌）
-- @card 牌：red 红牌（月末已超期）；yellow 黄牌（临期，天数见 scheme.toml due_soon_working_days）；都不是的为空
-- @working_days_left 自月末起还剩几个工作日（已超期的为空）
-- @working_days_overdue 到月末已超期几个工作日（不足一个的为 0；未超期的为空）
-- @is_provisional 截止时间或天数是否暂定（涉及放假安排尚未公布的年份，公布后重新推算）
-- @file 文件
-- @sheet 工作表
-- @row 行号
with owner as (
    select
        due_owner.month,
        due_owner.source,
        due_owner.item_no,
        string_agg(due_owner.scope_name, '、' order by due_owner.scope, scope.scope_order) as owner_names,
        string_agg(due_owner.responsible_post, '、' order by due_owner.scope, scope.scope_order) as responsible_posts
    from mart.due_owner
    inner join core.scope using (scope, scope_code)
    group by due_owner.month, due_owner.source, due_owner.item_no
)

select
    item.month,
    item.source,
    source.source_title,
    item.item_no,
    item.title,
    item.town_code,
    town.town_name,
    coalesce(theme.scope_name, item.subject) as subject,
    item.severity,
    array_to_string(item.named, '、') as named_units,
    owner.owner_names,
    owner.responsible_posts,
    item.assigned_on,
    item.due_at,
    item.card,
    item.working_days_left,
    item.working_days_overdue,
    item.is_provisional,
    sheet.file,
    sheet.sheet,
    item.row
from core.open_item as item
left join owner using (month, source, item_no)
inner join (select distinct source, source_title from reference.source_column) as source using (source)
inner join staging.sheet as sheet using (sheet_id)
left join reference.town using (town_code)
left join core.scope as theme
    on theme.scope = 'theme' and theme.scope_code = item.subject and item.source = 'rectification'
