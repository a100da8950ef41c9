-- grain: one row per (month, role, scope, post held on the last day of the reporting month)
-- 说明：组织名册：各月最后一天领导小组、工作专班、走访组由哪些职务担任，谁对哪个范围负责（只有职务，没有姓名）
-- @month 月份（该月一日）
-- @scope 范围的种类：county 全县；town 镇街；unit 局属单位；office 科室；visit_group 走访组
-- @scope_code 代码（全县为空；走访组为组名）
-- @scope_name 名称
-- @scope_order 同一种类内的排列次序
-- @role 角色：组长、常务副组长、副组长、成员、联络员、专班
-- @role_order 角色的次序
-- @post 职务
-- @is_responsible 是否对该范围的事项负责（督办对象）
-- @valid_from 起始日期
-- @valid_to 截止日期（在任的为空）
select
    post_held.month,
    post_held.scope,
    post_held.scope_code,
    coalesce(scope.scope_name, post_held.scope_code) as scope_name,
    scope.scope_order,
    post_held.role,
    list_position(['组长', '常务副组长', '副组长', '成员', '联络员', '专班'], post_held.role) as role_order,
    post_held.post,
    post_held.is_responsible,
    post_held.valid_from,
    post_held.valid_to
from staging.post_held
left join core.scope using (scope, scope_code)
