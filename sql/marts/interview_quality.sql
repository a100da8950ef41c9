-- grain: one row per interview (call attempt) that breaks a rule of interview quality
-- 说明：疑问访问：每份有疑问的访问、原因、出处，是否因此不计分
-- @month 月份（该月一日）
-- @sample_id 样本编号
-- @interviewer_id 访问员
-- @town_code 镇街代码
-- @town_name 镇（街道）
-- @reason_count 原因数
-- @reason_codes 原因代码（见 data/reference/issue_texts.csv；用、隔开）
-- @reasons 原因（用；隔开）
-- @is_valid 是否有效样本（访问完成且质检未否决）
-- @is_excluded 是否按测评办法不计分（有效样本才可能是）
-- @file 文件
-- @sheet 工作表
-- @row 行号
select
    flag.month,
    interview.sample_id,
    flag.interviewer_id,
    flag.town_code,
    town.town_name,
    count(*)::integer as reason_count,
    string_agg(flag.code, '、' order by flag.code) as reason_codes,
    string_agg(
        replace(
            replace(issue_text.problem, '{value}', coalesce(flag.value, '')), '{detail}', coalesce(flag.detail, '')
        ), '；' order by flag.code
    ) as reasons,
    any_value(interview.is_complete) as is_valid,
    any_value(interview.is_complete) and bool_or(flag.is_excluding) as is_excluded,
    sheet.file,
    sheet.sheet,
    flag.row
from staging.interview_flag as flag
inner join staging.interview_read as interview using (sheet_id, row)
inner join staging.sheet as sheet using (sheet_id)
inner join reference.issue_text using (code)
left join reference.town on town.town_code = flag.town_code
group by flag.month, interview.sample_id, flag.interviewer_id, flag.town_code, town.town_name, sheet.file, sheet.sheet,
    flag.sheet_id, flag.row
