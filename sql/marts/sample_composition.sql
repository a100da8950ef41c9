-- grain: one row per (month, margin, category of the population)
-- 说明：样本构成：有效样本与成年人口按城乡、性别、年龄段的构成对照（未加权；权数由此校准）
-- @month 月份（该月一日）
-- @margin 构成：urban_rural 城乡；sex 性别；age_band 年龄段
-- @category 类别：urban 城镇、rural 农村；male 男、female 女；年龄段（周岁）
-- @category_order 同一构成内的次序
-- @sample_pct 占已知该项的有效样本的比例（%）
-- @sample_numerator 其分子（份）
-- @sample_denominator 其分母（份）
-- @population_pct 占成年人口的比例（%）
-- @population_numerator 其分子（人）
-- @population_denominator 其分母（人）
with frame as (
    select margin, category, sum(persons)::bigint as persons
    from reference.population
    unpivot (category for margin in (urban_rural, sex, age_band))
    group by margin, category
),

interviewed as (
    select month, margin, category, count(*) as interview_count
    from core.respondent
    unpivot (category for margin in (urban_rural, sex, age_band))
    group by month, margin, category
),

counted as (
    select
        months.month,
        frame.margin,
        frame.category,
        frame.persons,
        coalesce(interviewed.interview_count, 0)::integer as interview_count
    from frame
    cross join (select distinct month from core.respondent) as months
    left join interviewed using (month, margin, category)
),

shared as (
    select
        *,
        sum(interview_count) over margins::integer as known_count,
        sum(persons) over margins::bigint as everybody
    from counted
    window margins as (partition by month, margin)
)

select
    month,
    margin,
    category,
    row_number() over (
        partition by month, margin
        order by list_position(['urban', 'rural', 'male', 'female'], category), category
    )::integer as category_order,
    100.0 * interview_count / nullif(known_count, 0) as sample_pct,
    interview_count as sample_numerator,
    known_count as sample_denominator,
    100.0 * persons / everybody as population_pct,
    persons as population_numerator,
    everybody as population_denominator
from shared
