-- grain: one row per (problem of the ledger, record that shows it came back after it was struck off)
-- 说明：反弹：销号后又有反映的问题及其依据（期限、相似度见 scheme.toml 的 rectification 段）；文字相近的须核实
-- @month 月份（销号和依据都已见到的第一个月，该月一日）
-- @ledger_no 台账编号
-- @town_code 镇街代码（不属于任何镇街的为空）
-- @town_name 镇（街道）
-- @unit 责任单位
-- @description 台账中的问题描述
-- @struck_off_on 销号时间（台账没有写的，为首次见到已销号的月份的最后一日；只有反弹标注而没有销号时间的为空）
-- @is_dated 销号时间是否为台账所写
-- @found_by 由何发现：ledger 台账标注；ticket 诉求工单；visit 走访意见；inspection 暗访督查；new_row 台账新增问题
-- @basis 依据：mark 台账标注；number 编号相联（工单写明原工单、再次转入同一台账编号、来自同一工单）；place_and_text 村居相同、文字相近；text 文字相近、村居不矛盾
-- @similarity 文字相似度（0–1；不依文字的为空）
-- @reported_on 再次反映的日期（台账标注的为空）
-- @days_since_struck_off 销号后第几天
-- @record_no 依据的编号：工单编号、名单编号、台账编号（没有的为空）
-- @report_text 再次反映的内容；台账标注的为进展
-- @file 文件
-- @sheet 工作表
-- @row 行号
with problem as (
    select ledger_no, town_code, unit, description
    from staging.rectification
    qualify row_number() over (partition by ledger_no order by month) = 1
)

select
    rebound.month,
    rebound.ledger_no,
    problem.town_code,
    town.town_name,
    problem.unit,
    problem.description,
    rebound.struck_off_on,
    rebound.is_dated,
    rebound.found_by,
    rebound.basis,
    rebound.similarity,
    rebound.reported_on,
    date_diff('day', rebound.struck_off_on, rebound.reported_on) as days_since_struck_off,
    rebound.record_no,
    rebound.text as report_text,
    sheet.file,
    sheet.sheet,
    rebound.row
from core.rebound as rebound
inner join problem using (ledger_no)
inner join staging.sheet as sheet using (sheet_id)
left join reference.town using (town_code)
