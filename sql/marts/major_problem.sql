-- grain: one row per (month, kind, code): a topic, or a group of opinions that has no topic
-- 说明：重大共性问题：每月提交局党组会议研究的主题，另加未归类而达到条件的问题（见 mart.topic_month、mart.problem_group）
-- @month 月份（该月一日）
-- @kind 种类：topic 主题；group 未归类的、文字相近的同一问题
-- @code 主题代码；问题编号
-- @title 主题；未归类的为问题要点
-- @mention_count 本月以此为主要内容的意见（条）
-- @town_count 本月涉及镇街（个）
-- @major_reason 理由：growing_in_towns 反复出现、明显增多并集中在部分镇街；growing 反复出现、明显增多；in_towns 反复出现、集中在部分镇街；emerging 新近集中
-- @emerging_test 是否新近集中的检验（mart.test）
-- @growing_test 是否明显增多的检验（mart.test）
-- @in_towns_test 是否集中在部分镇街的检验（mart.test）
-- @has_special_row 整改台账中是否已有（未销号的）专项整治
select
    month,
    'topic' as kind,
    topic as code,
    title,
    mention_count,
    town_count,
    major_reason,
    emerging_test,
    growing_test,
    in_towns_test,
    has_special_row
from mart.topic_month
where is_major
union all
select
    month,
    'group' as kind,
    group_id as code,
    matter as title,
    mention_count,
    town_count,
    major_reason,
    emerging_test,
    growing_test,
    in_towns_test,
    has_special_row
from mart.problem_group
where is_major and topic is null
