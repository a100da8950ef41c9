-- grain: one row per (month, district of the city that the third party scored)
-- 说明：第三方测评：全市各区县得分、位次、与上次相比、与前后区县的差距；位次和变化以第三方所写为准，与得分推算不符的注明
-- @month 月份（该月一日）
-- @district 区县
-- @is_own_county 本县
-- @score 得分（0—100）
-- @rank 位次（第三方所写）
-- @computed_rank 按同表得分推算的位次（区县不全的为空）
-- @is_rank_disputed 所写位次与推算不符
-- @district_count 当月有得分的区县数
-- @prior_month 上次有结果的月份
-- @score_change 得分与上次之差
-- @prior_rank 上次位次
-- @places_risen 位次变化（第三方所写，上升为正）
-- @computed_rise 按两次位次推算的变化（上升为正）
-- @is_rise_disputed 所写变化与推算不符
-- @above_district 得分紧靠其上的区县（并列的用、隔开）
-- @gap_above 比其低多少分
-- @below_district 得分紧靠其下的区县（并列的用、隔开）
-- @gap_below 比其高多少分
-- @file 文件
-- @sheet 工作表
-- @row 行号
with result as (
    select * from staging.external_rank
),

neighbour as (
    select
        one.month,
        one.district,
        min(other.score) filter (other.score > one.score) as score_above,
        max(other.score) filter (other.score < one.score) as score_below
    from result as one
    left join result as other on other.month = one.month
    group by one.month, one.district
),

named as (
    select month, score, string_agg(district, '、' order by district) as districts from result group by month, score
)

select
    result.month,
    result.district,
    result.is_own_county,
    result.score,
    result.rank,
    result.computed_rank,
    result.is_rank_disputed,
    result.district_count,
    result.prior_month,
    round(result.score - result.prior_score, 4) as score_change,
    result.prior_rank,
    result.places_risen,
    result.computed_rise,
    result.is_rise_disputed,
    above.districts as above_district,
    round(neighbour.score_above - result.score, 4) as gap_above,
    below.districts as below_district,
    round(result.score - neighbour.score_below, 4) as gap_below,
    sheet.file,
    sheet.sheet,
    result.row
from result
inner join neighbour using (month, district)
inner join staging.sheet as sheet using (sheet_id)
left join named as above on above.month = result.month and above.score = neighbour.score_above
left join named as below on below.month = result.month and below.score = neighbour.score_below
