-- grain: one row per (month, kind, code) that is the main matter of an opinion of the month
-- 说明：各主题、各问题每月的条数、镇街、来源，是否新近集中、明显增多、集中在部分镇街、反复出现，是否重大共性问题（条件见 scheme.toml 的 topics 段）
-- @month 月份（该月一日）
-- @kind 种类：topic 主题；group 文字相近的同一问题
-- @code 主题代码；问题编号
-- @mention_count 本月以此为主要内容的意见（条）
-- @survey_count 其中电话访问意见（条）
-- @hotline_count 其中热线、留言、来信来访（条）
-- @visit_count 其中入户走访意见（条）
-- @inspection_count 其中暗访督查问题（条）
-- @town_count 本月涉及镇街（个）
-- @town_names 本月涉及的镇街（按镇街次序）
-- @share_pct 占本月归入主题的意见（种类为 group 的：归入问题的意见）的比例（%）
-- @share_numerator 其分子（条）
-- @share_denominator 其分母（条）
-- @first_month 首次提及的月份
-- @total_count 累计提及（条）
-- @total_town_count 累计涉及镇街（个）
-- @total_month_count 累计提及的月数
-- @recent_month_count 最近几个月（window_months）中提及的月数
-- @previous_count 上月提及（条；没有上月意见资料的为空）
-- @compared_months 比较的月数（含本月）
-- @compared_count 比较的几个月提及（条）
-- @prior_count 再往前同样几个月提及（条；意见资料不足这些月的为空）
-- @growth_count 比此前同样几个月增加（条）
-- @expected_count 按此前各月的比例和各来源的条数，本月应有（条）
-- @emerging 判断：found 新近集中；usual 与以往相当；too_little_history 资料月数不足；too_few 条数太少
-- @emerging_test 其检验（mart.test）
-- @growing 判断：found 比较的几个月比此前同样几个月明显增多；其余同上
-- @growing_test 其检验（mart.test）
-- @in_towns 判断：found 最近几个月（window_months）集中在部分镇街；usual 各镇街相当；too_few 条数太少
-- @in_towns_test 其检验（mart.test）
-- @concentrated_town_names 集中在哪些镇街（同上几个月超出应有条数两个标准误以上的，超出多的在前）
-- @is_emerging 是否新近集中
-- @is_recurring 是否反复出现
-- @major_reason 列为重大共性问题的理由：growing_in_towns 反复出现、明显增多并集中在部分镇街；growing 反复出现、明显增多；in_towns 反复出现、集中在部分镇街；emerging 新近集中；不是的为空
-- @is_major 是否重大共性问题（提交局党组会议研究）
-- @open_ledger_count 整改台账中未销号的（条）
-- @overdue_ledger_count 其中已超过整改时限的（条）
-- @special_ledger_nos 其中专项整治的台账编号
-- @has_special_row 整改台账中是否已有（未销号的）专项整治
with setting as (
    select
        max(value::integer) filter (where setting = 'compared_months') as compared_months,
        max(value::integer) filter (where setting = 'window_months') as window_months,
        max(value::integer) filter (where setting = 'recurring_min_months') as min_months,
        max(value::integer) filter (where setting = 'major_min_mentions') as min_mentions,
        max(value::integer) filter (where setting = 'major_min_towns') as min_towns
    from reference.scheme
    where part = 'topics'
),

mention as (
    select * from mart.problem_mention where is_main
),

counted as (
    select
        month,
        kind,
        code,
        count(*) as mention_count,
        count(*) filter (where source = 'survey') as survey_count,
        count(*) filter (where source = 'hotline') as hotline_count,
        count(*) filter (where source = 'visit') as visit_count,
        count(*) filter (where source = 'inspection') as inspection_count,
        count(distinct town_code) as town_count
    from mention
    group by month, kind, code
),

touched as (
    select month, kind, code, list(town_name order by town_order) as town_names
    from (select distinct month, kind, code, town_code from mention)
    inner join reference.town using (town_code)
    group by month, kind, code
),

month_total as (
    select month, kind, sum(mention_count)::integer as mention_total
    from counted
    group by month, kind
),

opinion_month as (
    select distinct month from core.opinion
),

span as (
    select
        month.month,
        count(*) filter (where earlier.month = month.month - interval 1 month) = 1 as has_previous,
        count(*) filter (where earlier.month < month.month - to_months(setting.compared_months - 1))
        = setting.compared_months as has_prior
    from opinion_month as month
    cross join setting
    inner join opinion_month as earlier
        on earlier.month <= month.month and earlier.month > month.month - to_months(2 * setting.compared_months)
    group by month.month, setting.compared_months
),

so_far as (
    select
        counted.month,
        counted.kind,
        counted.code,
        min(earlier.month) as first_month,
        sum(earlier.mention_count)::integer as total_count,
        count(*) as total_month_count,
        count(*) filter (where earlier.month > counted.month - to_months(setting.window_months)) as recent_month_count,
        coalesce(
            sum(earlier.mention_count) filter (where earlier.month = counted.month - interval 1 month), 0
        )::integer as previous_count,
        (
            sum(earlier.mention_count)
            filter (where earlier.month > counted.month - to_months(setting.compared_months))
        )::integer as compared_count,
        coalesce(
            sum(earlier.mention_count) filter (
                where earlier.month <= counted.month - to_months(setting.compared_months)
                    and earlier.month > counted.month - to_months(2 * setting.compared_months)
            ), 0
        )::integer as prior_count
    from counted
    cross join setting
    inner join counted as earlier
        on earlier.kind = counted.kind and earlier.code = counted.code and earlier.month <= counted.month
    group by counted.month, counted.kind, counted.code
),

first_town as (
    select kind, code, town_code, min(month) as first_month
    from mention
    where town_code is not null
    group by kind, code, town_code
),

towns_so_far as (
    select counted.month, counted.kind, counted.code, count(first_town.town_code) as total_town_count
    from counted
    left join first_town
        on first_town.kind = counted.kind and first_town.code = counted.code and first_town.first_month <= counted.month
    group by counted.month, counted.kind, counted.code
),

concentrated as (
    select month, kind, code, list(town_name order by excess desc, town_order) as concentrated_town_names
    from core.topic_town
    inner join reference.town using (town_code)
    group by month, kind, code
),

tested as (
    select
        judged.month,
        judged.kind,
        judged.code,
        max(judged.expected_count) filter (where judged.test = 'emerging') as expected_count,
        max(judged.verdict) filter (where judged.test = 'emerging') as emerging,
        max(judged.verdict) filter (where judged.test = 'growing') as growing,
        max(judged.verdict) filter (where judged.test = 'in_towns') as in_towns,
        max(test.test_id) filter (where judged.test = 'emerging') as emerging_test,
        max(test.test_id) filter (where judged.test = 'growing') as growing_test,
        max(test.test_id) filter (where judged.test = 'in_towns') as in_towns_test
    from core.topic_test as judged
    left join mart.test
        on test.kind = judged.test and test.month = judged.month and test.dimension = judged.code
    group by judged.month, judged.kind, judged.code
),

judged as (
    select
        counted.*,
        coalesce(touched.town_names, []) as town_names,
        100.0 * counted.mention_count / month_total.mention_total as share_pct,
        month_total.mention_total as share_denominator,
        so_far.first_month,
        so_far.total_count,
        towns_so_far.total_town_count,
        so_far.total_month_count,
        so_far.recent_month_count,
        case when span.has_previous then so_far.previous_count end as previous_count,
        setting.compared_months,
        so_far.compared_count,
        case when span.has_prior then so_far.prior_count end as prior_count,
        tested.* exclude (month, kind, code),
        coalesce(concentrated.concentrated_town_names, []) as concentrated_town_names,
        so_far.recent_month_count >= setting.min_months as is_recurring,
        case
            when counted.mention_count < setting.min_mentions then null
            when counted.town_count >= setting.min_towns and so_far.recent_month_count >= setting.min_months
                then case
                    when tested.growing = 'found' and tested.in_towns = 'found' then 'growing_in_towns'
                    when tested.growing = 'found' then 'growing'
                    when tested.in_towns = 'found' then 'in_towns'
                    when tested.emerging = 'found' then 'emerging'
                end
            when tested.emerging = 'found' then 'emerging'
        end as major_reason,
        coalesce(ledger.open_ledger_count, 0) as open_ledger_count,
        coalesce(ledger.overdue_ledger_count, 0) as overdue_ledger_count,
        coalesce(ledger.special_ledger_nos, []) as special_ledger_nos
    from counted
    cross join setting
    inner join month_total using (month, kind)
    inner join span using (month)
    inner join so_far using (month, kind, code)
    inner join towns_so_far using (month, kind, code)
    inner join tested using (month, kind, code)
    left join touched using (month, kind, code)
    left join concentrated using (month, kind, code)
    left join mart.problem_ledger as ledger using (month, kind, code)
)

select
    month,
    kind,
    code,
    mention_count,
    survey_count,
    hotline_count,
    visit_count,
    inspection_count,
    town_count,
    town_names,
    share_pct,
    mention_count as share_numerator,
    share_denominator,
    first_month,
    total_count,
    total_town_count,
    total_month_count,
    recent_month_count,
    previous_count,
    compared_months,
    compared_count,
    prior_count,
    compared_count - prior_count as growth_count,
    expected_count,
    emerging,
    emerging_test,
    growing,
    growing_test,
    in_towns,
    in_towns_test,
    concentrated_town_names,
    emerging = 'found' as is_emerging,
    is_recurring,
    major_reason,
    major_reason is not null as is_major,
    open_ledger_count,
    overdue_ledger_count,
    special_ledger_nos,
    len(special_ledger_nos) > 0 as has_special_row
from judged
