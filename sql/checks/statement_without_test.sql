-- Protects the reports: no sentence compares without a test whose result is in the warehouse.
-- 说明：报告中有作比较而没有检验依据的句子
select strftime(month, '%Y-%m') as month, report, sentence, test_id
from mart.statement
where test_id is null or test_id not in (select test_id from mart.test)
