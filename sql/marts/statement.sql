-- grain: one row per (month, report, comparing sentence, test it rests on)
-- 说明：报告中作比较的句子及其依据：说了什么、凭哪项检验
-- @month 月份（该月一日）
-- @report 报告
-- @statement_order 在报告中的次序
-- @sentence 句子
-- @test_id 检验编号（mart.test）；空为没有依据，不得发布
-- @estimate 估计值
-- @se 标准误
-- @p_adjusted 校正后的 p 值
-- @decision 结论
select
    statement.month,
    statement.report,
    statement.statement_order,
    statement.sentence,
    statement.test_id,
    test.estimate,
    test.se,
    test.p_adjusted,
    test.decision
from ops.statement
left join mart.test using (test_id)
