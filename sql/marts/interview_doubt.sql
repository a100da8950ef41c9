-- grain: one row per (month, reason why interviews are doubted)
-- 说明：疑问访问按原因归并：每种原因的访问份数，其中有效的、按测评办法不计分的（逐份见 mart.interview_quality）
-- @month 月份（该月一日）
-- @reason_code 原因代码（见 data/reference/issue_texts.csv）
-- @doubtful_count 有此原因的访问（份；一份可有几种原因）
-- @valid_count 其中有效样本（份）
-- @excluded_count 其中按测评办法不计分的（份）
-- @month_doubtful_count 本月有疑问的访问（份；一份只计一次）
-- @month_excluded_count 其中按测评办法不计分的（份；一份只计一次）
with reason as (
    select month, unnest(string_split(reason_codes, '、')) as reason_code, is_valid, is_excluded
    from mart.interview_quality
),

whole as (
    select
        month,
        count(*)::integer as month_doubtful_count,
        count(*) filter (where is_excluded)::integer as month_excluded_count
    from mart.interview_quality
    group by month
)

select
    reason.month,
    reason.reason_code,
    count(*)::integer as doubtful_count,
    count(*) filter (where reason.is_valid)::integer as valid_count,
    count(*) filter (where reason.is_excluded)::integer as excluded_count,
    whole.month_doubtful_count,
    whole.month_excluded_count
from reason
inner join whole on whole.month = reason.month
group by all
