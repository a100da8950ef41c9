-- grain: one row per (month, problem) that an opinion of the month tells: near-identical opinions of one topic are one problem
-- 说明：共性问题：各来源、各镇街、各月文字相近而主题相同的意见归为一个问题；累计各项只计到该月为止
-- @month 月份（该月一日）
-- @group_no 问题序号（每次生成重新编号，按累计条数从多到少）
-- @matter 问题要点（去掉地名、套话的原话）
-- @topic 主题代码（未归类的为空）
-- @title 主题
-- @theme 领域
-- @plan_topic 实施方案所列的共性问题（不属于的为空）
-- @mention_count 本月提及（条）
-- @town_count 本月涉及镇街（个）
-- @total_count 累计提及（条）
-- @total_town_count 累计涉及镇街（个）
-- @seen_month_count 累计出现的月数
-- @first_month 首次出现的月份
-- @previous_count 上月提及（条；没有上月资料的为空）
-- @growth_count 比上月增加（条）
-- @share_pct 占本月各类问题意见的比例（%）
-- @share_numerator 其分子（条）
-- @share_denominator 其分母：本月归入问题的意见（条）
-- @expected_count 按此前各月的比例，本月应有（条）
-- @p_adjusted 多个问题同时检验校正后的概率（Benjamini–Hochberg）
-- @verdict 判断：emerging 新近集中；usual 与以往相当；too_little_history 资料月数不足；too_few 条数太少
-- @is_major 是否重大共性问题（提交局党组会议研究；条件见 scheme.toml 的 topics 段）
-- @open_ledger_count 整改台账中本月未销号的同一问题（条）
-- @examples 例句（至多三句，去掉地名，私人信息入库前已遮盖）
with setting as (
    select
        max(value::double) filter (setting = 'major_share_pct') as share_pct,
        max(value::integer) filter (setting = 'major_min_towns') as min_towns,
        max(value::integer) filter (setting = 'major_min_months') as min_months
    from reference.scheme
    where part = 'topics'
),

said as (
    select opinion.month, opinion.town_code, mark.group_no, mark.matter, mark.topic, mark.similarity, mark.redacted_text
    from core.opinion as opinion
    inner join core.opinion_mark as mark using (source, sheet_id, row)
    where mark.group_no is not null
),

counted as (
    select
        month,
        group_no,
        any_value(matter) as matter,
        any_value(topic) as topic,
        count(*) as mention_count,
        count(distinct town_code) as town_count
    from said
    group by month, group_no
),

month_total as (
    select month, sum(mention_count)::integer as mention_total from counted group by month
),

so_far as (
    select
        counted.month,
        counted.group_no,
        count(*) as total_count,
        count(distinct said.town_code) as total_town_count,
        count(distinct said.month) as seen_month_count,
        min(said.month) as first_month
    from counted
    inner join said on said.group_no = counted.group_no and said.month <= counted.month
    group by counted.month, counted.group_no
),

example as (
    select month, group_no, list(redacted_text order by similarity desc, redacted_text)[:3] as examples
    from (
        select month, group_no, redacted_text, max(similarity) as similarity
        from said
        group by month, group_no, redacted_text
    )
    group by month, group_no
),

open_row as (
    select ledger.month, mark.group_no, count(*) as open_ledger_count
    from staging.rectification as ledger
    inner join core.ledger_matter as first_told using (ledger_no)
    inner join core.opinion_mark as mark
        on mark.source = 'rectification' and mark.sheet_id = first_told.sheet_id and mark.row = first_told.row
    where ledger.state = 'open' and mark.group_no is not null
    group by ledger.month, mark.group_no
),

joined as (
    select
        counted.*,
        so_far.* exclude (month, group_no),
        case when before_total.month is not null then coalesce(before.mention_count, 0) end as previous_count,
        100.0 * counted.mention_count / month_total.mention_total as share_pct,
        month_total.mention_total as share_denominator,
        emergence.expected as expected_count,
        emergence.p_adjusted,
        emergence.verdict,
        coalesce(open_row.open_ledger_count, 0) as open_ledger_count,
        example.examples
    from counted
    inner join so_far using (month, group_no)
    inner join month_total using (month)
    inner join example using (month, group_no)
    left join month_total as before_total on before_total.month = counted.month - interval 1 month
    left join counted as before on before.group_no = counted.group_no and before.month = counted.month - interval 1 month
    left join open_row on open_row.month = counted.month and open_row.group_no = counted.group_no
    left join core.emergence as emergence
        on emergence.kind = 'group' and emergence.month = counted.month
            and emergence.code = counted.group_no::varchar
)

select
    joined.month,
    joined.group_no,
    joined.matter,
    joined.topic,
    topic.title,
    topic.theme,
    nullif(topic.plan_topic, '') as plan_topic,
    joined.mention_count,
    joined.town_count,
    joined.total_count,
    joined.total_town_count,
    joined.seen_month_count,
    joined.first_month,
    joined.previous_count,
    joined.mention_count - joined.previous_count as growth_count,
    joined.share_pct,
    joined.mention_count as share_numerator,
    joined.share_denominator,
    joined.expected_count,
    joined.p_adjusted,
    joined.verdict,
    case
        when joined.verdict = 'emerging' and joined.town_count >= setting.min_towns then true
        else joined.share_pct >= setting.share_pct
            and joined.total_town_count >= setting.min_towns
            and joined.seen_month_count >= setting.min_months
    end as is_major,
    joined.open_ledger_count,
    joined.examples
from joined
cross join setting
left join reference.topic as topic using (topic)
