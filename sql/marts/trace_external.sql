-- grain: one row per (month, district or town that the third party scored)
-- 说明：第三方测评结果：全市各区县和本县各镇街的得分及出处
-- @month 月份（该月一日）
-- @scope 范围：district 区县；town 镇街
-- @name 区县或镇街名称
-- @town_code 镇街代码
-- @is_own_county 本县
-- @score 得分（0—100）
-- @rank 位次
-- @rank_places 参评个数（写成“3/8”的）
-- @places_risen 位次变化（上升为正）
-- @sample_size 样本量
-- @file 文件
-- @sheet 工作表
-- @row 行号
with result as (
    select
        sheet_id, row, month, 'district' as scope, district as name, cast(null as varchar) as town_code, is_own_county,
        score, rank, rank_places, places_risen, cast(null as integer) as sample_size
    from staging.external_district
    union all
    select
        one.sheet_id, one.row, one.month, 'town', town.town_name, one.town_code, false,
        one.score, null, null, null, one.sample_size
    from staging.external_town as one
    left join reference.town as town using (town_code)
)

select result.* exclude (sheet_id, row), sheet.file, sheet.sheet, result.row
from result
inner join staging.sheet as sheet using (sheet_id)
