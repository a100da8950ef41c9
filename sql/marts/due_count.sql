-- grain: one row per (month, town, unit or office)
-- 说明：各镇街、局属单位、科室的未结事项数：由其办理的各来源件数、红牌、黄牌，发生在镇街而由别处办理的件数
-- @month 月份（该月一日）
-- @scope 责任方的种类：town 镇街；unit 局属单位；office 科室
-- @scope_code 责任方代码
-- @scope_name 责任方
-- @open_count 由其办理的未结事项（件）
-- @hotline_count 其中诉求工单
-- @rectification_count 其中整改台账
-- @task_count 其中任务
-- @red_count 其中红牌（月末已超期）
-- @yellow_count 其中黄牌（临期）
-- @elsewhere_count 发生在该镇街、由别处办理的未结事项（件；单位、科室为空）
with owned as (
    select
        month,
        scope,
        scope_code,
        count(*) as open_count,
        count(*) filter (where source = 'hotline') as hotline_count,
        count(*) filter (where source = 'rectification') as rectification_count,
        count(*) filter (where source = 'task') as task_count,
        count(*) filter (where card = 'red') as red_count,
        count(*) filter (where card = 'yellow') as yellow_count
    from mart.due_owner
    group by month, scope, scope_code
),

located as (
    select item.month, item.town_code, count(*) as elsewhere_count
    from mart.due_item as item
    left join mart.due_owner as owner
        on owner.month = item.month and owner.source = item.source and owner.item_no = item.item_no
            and owner.scope = 'town' and owner.scope_code = item.town_code
    where item.town_code is not null and owner.item_no is null
    group by item.month, item.town_code
)

select
    month.month,
    scope.scope,
    scope.scope_code,
    scope.scope_name,
    coalesce(owned.open_count, 0) as open_count,
    coalesce(owned.hotline_count, 0) as hotline_count,
    coalesce(owned.rectification_count, 0) as rectification_count,
    coalesce(owned.task_count, 0) as task_count,
    coalesce(owned.red_count, 0) as red_count,
    coalesce(owned.yellow_count, 0) as yellow_count,
    case when scope.scope = 'town' then coalesce(located.elsewhere_count, 0) end as elsewhere_count
from core.month as month
cross join core.scope as scope
left join owned using (month, scope, scope_code)
left join located on located.month = month.month and located.town_code = scope.scope_code and scope.scope = 'town'
where scope.scope in ('town', 'unit', 'office')
