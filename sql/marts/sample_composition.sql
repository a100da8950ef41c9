-- grain: one row per (month, scope, scope_code): a group of residents
-- 说明：样本构成：有效样本与成年人口按城乡、性别、年龄段的构成对照（未加权；权数由此校准）
-- @month 月份（该月一日）
-- @scope 范围：urban_rural 城乡；sex 性别；age_band 年龄段
-- @scope_code 代码（见 mart.scope）
-- @scope_name 名称
-- @scope_order 同一范围内的次序
-- @sample_pct 占已知该项的有效样本的比例（%）
-- @sample_numerator 其分子（份）
-- @sample_denominator 其分母（份）
-- @population_pct 占成年人口的比例（%）
-- @population_numerator 其分子（人）
-- @population_denominator 其分母（人）
with frame as (
    select scope, scope_code, sum(persons)::bigint as persons
    from reference.population
    unpivot (scope_code for scope in (urban_rural, sex, age_band))
    group by scope, scope_code
),

interviewed as (
    select month, scope, scope_code, count(*) as interview_count
    from core.respondent
    unpivot (scope_code for scope in (urban_rural, sex, age_band))
    group by month, scope, scope_code
),

counted as (
    select
        months.month,
        frame.scope,
        frame.scope_code,
        frame.persons,
        coalesce(interviewed.interview_count, 0)::integer as interview_count
    from frame
    cross join (select distinct month from core.respondent) as months
    left join interviewed using (month, scope, scope_code)
),

shared as (
    select
        *,
        sum(interview_count) over scopes::integer as known_count,
        sum(persons) over scopes::bigint as everybody
    from counted
    window scopes as (partition by month, scope)
)

select
    shared.month,
    shared.scope,
    shared.scope_code,
    scope.scope_name,
    scope.scope_order,
    100.0 * interview_count / nullif(known_count, 0) as sample_pct,
    interview_count as sample_numerator,
    known_count as sample_denominator,
    100.0 * persons / everybody as population_pct,
    persons as population_numerator,
    everybody as population_denominator
from shared
left join core.scope as scope on scope.scope = shared.scope and scope.scope_code = shared.scope_code
