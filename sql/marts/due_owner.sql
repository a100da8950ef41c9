-- grain: one row per (month, thing open as the reporting month closes, town, unit or office that it falls to)
-- 说明：未结事项由谁办理：每件未结事项的责任镇街、单位、科室，及月末对其负责的职务（督办单按此分送）
-- @month 月份（该月一日）
-- @source 来源：hotline 诉求工单；rectification 整改台账；task 任务清单
-- @item_no 编号
-- @scope 责任方的种类：town 镇街；unit 局属单位；office 科室
-- @scope_code 责任方代码
-- @scope_name 责任方
-- @responsible_post 月末最后一天对其负责的职务（见 mart.roster；名册没有的为空）
-- @card 牌：red 红牌（超期）；yellow 黄牌（临期）；都不是的为空
-- @due_at 截止时间（没有的为空）
with owned as (
    select month, source, item_no, card, due_at, unnest(owners) as owner
    from core.open_item
)

select
    owned.month,
    owned.source,
    owned.item_no,
    scope.scope,
    scope.scope_code,
    scope.scope_name,
    held.post as responsible_post,
    owned.card,
    owned.due_at
from owned
inner join core.scope
    on scope.scope = owned.owner.scope and scope.scope_code = owned.owner.scope_code
left join staging.post_held as held
    on held.month = owned.month
        and held.scope = scope.scope
        and held.scope_code = scope.scope_code
        and held.is_responsible
