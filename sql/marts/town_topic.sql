-- grain: one row per (month, town, topic that is the main matter of an opinion of the month told of the town)
-- 说明：各镇（街道）每月的群众意见按主题：条数、占比，主题在全县是否反复出现、是否集中在本镇（一镇一单据此）
-- @month 月份（该月一日）
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @topic 主题代码（data/reference/topics.csv）
-- @title 主题
-- @topic_order 在本镇的次序（条数多的在前，条数相同的按全县条数、主题代码）
-- @mention_count 本月以此为主要内容的意见（条）
-- @share_pct 占本镇归入主题的意见的比例（%）
-- @share_numerator 其分子（条）
-- @share_denominator 其分母（条）
-- @county_share_pct 全县以此为主要内容的意见占归入主题的意见的比例（%）
-- @county_share_numerator 其分子（条）
-- @county_share_denominator 其分母（条）
-- @recent_month_count 最近几个月（window_months）中在本镇提及的月数
-- @is_recurring 在全县是否反复出现
-- @is_major 是否重大共性问题（提交局党组会议研究）
-- @is_concentrated 最近几个月是否集中在本镇（全县的检验成立，且本镇超出应有条数两个标准误以上）
-- @in_towns_test 是否集中在部分镇街的检验（mart.test）
-- @example 例句（本月在本镇最常见的一句；村名写作某村，私人信息入库前已遮盖）
with told as (
    select month, town_code, code as topic, redacted_text, count(*) as told_count
    from mart.problem_mention
    where kind = 'topic' and is_main and town_code is not null
    group by month, town_code, code, redacted_text
),

counted as (
    select
        month,
        town_code,
        topic,
        sum(told_count)::integer as mention_count,
        list(redacted_text order by told_count desc, length(redacted_text), redacted_text)[1] as example
    from told
    group by month, town_code, topic
),

town_total as (
    select month, town_code, sum(mention_count)::integer as mention_total
    from counted
    group by month, town_code
),

recent as (
    select counted.month, counted.town_code, counted.topic, count(*) as recent_month_count
    from counted
    cross join reference.scheme as span
    inner join counted as earlier
        on earlier.town_code = counted.town_code and earlier.topic = counted.topic
            and earlier.month <= counted.month and earlier.month > counted.month - to_months(span.value::integer)
    where span.part = 'topics' and span.setting = 'window_months'
    group by counted.month, counted.town_code, counted.topic
)

select
    counted.month,
    counted.town_code,
    town.town_name,
    counted.topic,
    topic.title,
    row_number() over (
        partition by counted.month, counted.town_code
        order by counted.mention_count desc, topic.mention_count desc, counted.topic
    ) as topic_order,
    counted.mention_count,
    100.0 * counted.mention_count / town_total.mention_total as share_pct,
    counted.mention_count as share_numerator,
    town_total.mention_total as share_denominator,
    topic.share_pct as county_share_pct,
    topic.share_numerator as county_share_numerator,
    topic.share_denominator as county_share_denominator,
    recent.recent_month_count,
    topic.is_recurring,
    topic.is_major,
    list_contains(topic.concentrated_town_names, town.town_name) and topic.in_towns = 'found' as is_concentrated,
    topic.in_towns_test,
    counted.example
from counted
inner join mart.topic_month as topic using (month, topic)
inner join reference.town using (town_code)
inner join town_total using (month, town_code)
inner join recent using (month, town_code, topic)
