-- grain: one row per (scale, answer)
-- 说明：量表：每个答案的分值
-- @scale 量表
-- @grade_order 次序
-- @answer 答案
-- @score 分值（空为不计分）
select scale, grade_order, answer, score from reference.grade
