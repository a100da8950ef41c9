-- grain: one row per (month, step of the sample), from the smallest to the largest effective sample of the ranked towns
-- 说明：漏斗图的界限：各种有效样本量下，仅因抽样误差，得分通常在全县得分的几分之内（两个标准误）
-- @month 月份（该月一日）
-- @step 第几档（0 起，自小到大）
-- @effective_count 有效样本量（份）
-- @score_low 界限下端：全县得分减两个标准误（分）
-- @score_high 界限上端：全县得分加两个标准误（分）
-- @deviation 每份访问的标准差（分，由各镇街的标准误和有效样本量折算后合并）
with town as (
    select
        month,
        min(effective_count) as least,
        max(effective_count) as most,
        -- The order of the rows must not decide the last digit of the sum.
        sqrt(list_sum(list_sort(list(power(score_se, 2) * effective_count))) / count(*)) as deviation
    from mart.town_ranking
    where status = 'ranked'
    group by month
    having count(*) > 1
),

step as (
    select *, unnest(range(0, 41)) as step from town
)

select
    step.month,
    step.step::integer as step,
    step.least + (step.most - step.least) * step.step / 40 as effective_count,
    county_month.score - 2 * step.deviation / sqrt(step.least + (step.most - step.least) * step.step / 40)
        as score_low,
    county_month.score + 2 * step.deviation / sqrt(step.least + (step.most - step.least) * step.step / 40)
        as score_high,
    step.deviation
from step
inner join mart.county_month on county_month.month = step.month
