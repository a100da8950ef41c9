-- grain: one row per (month, table for the public, category of it)
-- 说明：公示用的件数：小于规定数的不显示，并隐去其他格，使其不能由合计推出（见 scheme.toml 的 suppression 段）
-- @month 月份（该月一日）
-- @public_table 表：rectification_state 整改台账按状态；rectification_theme 按领域；rectification_source 按来源；hotline_channel 本月受理诉求按渠道
-- @category 类别代码
-- @category_name 类别
-- @category_order 次序
-- @shown_count 件数（不显示的为空）
-- @action 处置：show 显示；primary 件数少（含没有），不显示；complementary 为使别的格不被推出而不显示
-- @total_count 合计（不显示的为空）
select
    judged.month,
    judged.public_table,
    judged.category,
    cell.category_name,
    cell.category_order,
    case when judged.action = 'show' then judged.cell_count end as shown_count,
    judged.action,
    judged.total_count
from core.public_count as judged
inner join core.public_cell as cell using (month, public_table, category)
