-- Protects a bulletin from silence: a month to be published has hotline records and a ledger.
-- 说明：本月缺少诉求工单或整改台账
select strftime(requested_month.month, '%Y-%m') as month, needed.source
from requested_month
cross join (values ('hotline'), ('rectification')) as needed (source)
left join mart.data_quality as quality on quality.month = requested_month.month and quality.source = needed.source
where coalesce(quality.used_count, 0) = 0
