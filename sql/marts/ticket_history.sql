-- grain: one row per (ticket, version): what one sheet of one month said of it
-- 说明：工单沿革：同一工单在历次导出中的状态，先后依月份文件夹，同月依重办次数、最近发生时间、状态
-- @ticket_no 工单编号
-- @version_no 第几个版本（从最早的导出数起）
-- @month 月份（导出所在文件夹，该月一日）
-- @is_latest 是否目前最后的版本
-- @speaks_for_month 该月指标是否以此版本为准
-- @is_superseded 同月另有更新的版本，本行未使用
-- @town_code 镇街代码（不属于任何镇街的为空）
-- @town_name 镇（街道）
-- @called_at 受理时间
-- @stage 状态：received 待派单；dispatched 待签收；handling 办理中；extended 延期；redoing 重办中；closed 待回访；finished 已办结
-- @closed_at 办结时间
-- @redo_count 重办次数
-- @first_satisfaction 首次满意度（本次没有的取最早一次）：satisfied；basically_satisfied；dissatisfied
-- @final_satisfaction 最终满意度（计入满意率的）
-- @is_reopened 到此版本为止是否曾重新打开
-- @reopened_reasons 缘由：redone 有重办；evaluated_again 首次与最终满意度不同；opened_again 办结时间撤销；status_back 状态退回
-- @prior_month 上一版本所在月份
-- @file 文件
-- @sheet 工作表
-- @row 行号
select
    history.ticket_no,
    history.version_no,
    history.month,
    history.is_latest,
    history.speaks_for_month,
    history.is_superseded,
    history.town_code,
    town.town_name,
    history.called_at,
    history.stage,
    history.closed_at,
    history.redo_count,
    history.first_satisfaction,
    history.final_satisfaction,
    history.is_reopened,
    array_to_string(history.reopened_reasons, '、') as reopened_reasons,
    history.prior_month,
    sheet.file,
    sheet.sheet,
    history.row
from staging.ticket_history as history
inner join staging.sheet as sheet using (sheet_id)
left join reference.town using (town_code)
