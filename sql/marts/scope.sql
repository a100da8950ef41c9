-- grain: one row per (scope, scope_code)
-- 说明：统计范围：全县、镇街、局属单位、科室、走访组、受理渠道、问题分类、问题来源、领域、问题等级、走访对象类型、督查组、任务清单、城乡、性别、年龄段
-- @scope 范围的种类
-- @scope_code 代码（全县为空）
-- @scope_name 名称
-- @scope_order 同一种类内的排列次序
select scope, scope_code, scope_name, scope_order from core.scope
