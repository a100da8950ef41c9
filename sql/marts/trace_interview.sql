-- grain: one row per interview that enters a score
-- 说明：追溯：每份有效样本的出处、层、权重与各题得分
-- @month 月份（该月一日）
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @sample_id 样本编号
-- @stratum 抽样层
-- @base_weight 分层权数（人）
-- @weight 校准后的权数（人）
-- @dimension 维度代码
-- @grade 答案
-- @score 得分（空为不计分）
-- @file 文件
-- @sheet 工作表
-- @row 行号
select
    scored.month,
    scored.town_code,
    town.town_name,
    respondent.sample_id,
    respondent.stratum,
    respondent.base_weight,
    weight.weight,
    scored.dimension,
    scored.grade,
    scored.score,
    sheet.file,
    sheet.sheet,
    scored.row
from core.scored_answer as scored
inner join core.respondent as respondent using (sheet_id, row)
inner join core.weight as weight using (sheet_id, row)
inner join reference.town on town.town_code = scored.town_code
inner join staging.sheet as sheet using (sheet_id)
