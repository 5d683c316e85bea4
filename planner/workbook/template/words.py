"""What the template says besides the schema: readme, legend, messages, meaning of the choices."""

from __future__ import annotations

from dataclasses import dataclass

from planner.workbook.cells import YESNO_WORDS
from planner.workbook.schema.columns import Kind


@dataclass(frozen=True, slots=True)
class Words:
    """The template's own texts in one language."""

    title: str
    purpose: str
    steps_title: str
    steps: tuple[tuple[str, str], ...]
    """What to do and how, in order; sheets are named as ``{Items}``."""
    colours_title: str
    required_shown: str
    required_colour: str
    optional_shown: str
    optional_colour: str
    input_colour: str
    example_colour: str
    comment_shown: str
    comment_colour: str
    rules_title: str
    rules: tuple[str, ...]
    sheets_title: str
    needed: str
    comment: str
    settings_headers: tuple[str, str, str, str]
    """Headers of name, unit, default and meaning on the settings sheet."""
    lists_headers: tuple[str, str, str]
    if_blank: str
    required: str
    check_title: str
    more: str
    """How to add what a template of few subjects leaves out."""
    group_hint: str
    errors: dict[Kind, str]
    error_reference: str
    page: str


_EN = Words(
    title="Procurement plan",
    purpose="Fill in the yellow cells, let the planner check them, then let it find your plan. "
    "The planner only reads this file; it never changes it.",
    steps_title="Steps",
    steps=(
        ("Frame", "{Settings}: the first month and the number of months."),
        ("Supply", "{Items}, {Suppliers} and {Offers}: what you buy, from whom, at what price."),
        ("Demand", "{Products} and {Demand}: what you deliver, and what it costs you to miss a delivery."),
        ("Recipe", "{Designs} and {BOM}: what goes into each product."),
        ("Check", "planner check PLAN.xlsx lists everything that needs a correction, with sheet and cell."),
        ("Solve", "planner solve PLAN.xlsx writes the plan as a workbook into the folder outputs."),
        (
            "Refine",
            "{Events}: what could go wrong. {Rules}: caps and targets. {Investments}: what you could build.",
        ),
    ),
    colours_title="Colours",
    required_shown="Item",
    required_colour="Column that must be filled, also marked *",
    optional_shown="Name",
    optional_colour="Column that may stay blank; its default then holds",
    input_colour="Cell for you to fill",
    example_colour="Explanation or example; not read",
    comment_shown="from the 2025 survey",
    comment_colour="Your own comments; not read",
    rules_title="Good to know",
    rules=(
        "A blank cell means the default. Point at a cell to see what it is.",
        "Months: 2026-04. Shares: 65%. Several ids in one cell: A; B; C.",
        "Rows whose first cell begins with # are not read. Columns named #… are your comments.",
        "Keep the small grey names in row 3: the planner finds the columns by them. Their order is yours.",
        "You may paste whole tables. Everything is checked again when the planner reads the file.",
    ),
    sheets_title="Sheets",
    needed="needed",
    comment="Comment",
    settings_headers=("What", "Unit", "If blank", "Meaning"),
    lists_headers=("List", "Write", "Meaning"),
    if_blank="If blank: {default}.",
    required="Required.",
    check_title="Please check",
    more="This workbook has few subjects. To add one, write another with planner template OTHER.xlsx --for "
    "SUBJECT and copy its sheets or columns here; a column is found by its name, wherever it stands.",
    group_hint="Open the group with + above.",
    errors={
        Kind.NUMBER: "A number is needed here ({allowed}), such as {example}.",
        Kind.INTEGER: "This must be a {allowed}, such as {example}.",
        Kind.FRACTION: "A share is needed here ({allowed}), such as {example}.",
        Kind.RATE: "A rate is needed here ({allowed}), such as {example}.",
        Kind.MONTH: "This does not look like a month. Write it as {example}. Keep it anyway?",
        Kind.CHOICE: "Please choose one of: {allowed}.",
        Kind.YESNO: "Please choose one of: {allowed}.",
    },
    error_reference="This is not {allowed} yet. Keep it anyway?",
    page="Page &P of &N",
)

_JA = Words(
    title="調達計画",
    purpose="黄色のセルに記入し、plannerで確認してから計画を作成します。"
    "plannerはこのファイルを読むだけで、書き換えません。",
    steps_title="手順",
    steps=(
        ("枠組み", "「{Settings}」：開始月と計画月数。"),
        ("供給", "「{Items}」「{Suppliers}」「{Offers}」：何を、誰から、いくらで買えるか。"),
        ("需要", "「{Products}」「{Demand}」：何を納めるか、欠品するといくらの損失か。"),
        ("構成", "「{Designs}」「{BOM}」：各製品に何をどれだけ使うか。"),
        ("確認", "planner check PLAN.xlsx で、直すべき箇所がシート名とセル番地つきで一覧表示されます。"),
        ("計算", "planner solve PLAN.xlsx で、計画がoutputsフォルダーにワークブックとして書き出されます。"),
        (
            "充実",
            "「{Events}」：起こりうる途絶。「{Rules}」：比率の上限と目標。「{Investments}」：投資の候補。",
        ),
    ),
    colours_title="色の意味",
    required_shown="品目",
    required_colour="必須の列（*印）",
    optional_shown="名称",
    optional_colour="任意の列。空欄なら既定値",
    input_colour="記入するセル",
    example_colour="説明・記入例（読み込まれません）",
    comment_shown="2025年調査より",
    comment_colour="自由なコメント（読み込まれません）",
    rules_title="記入のきまり",
    rules=(
        "空欄は既定値を意味します。セルを選ぶと説明が表示されます。",
        "年月は2026-04、比率は65%、1つのセルに複数のIDを書くときはA; B; C。",
        "先頭のセルが#で始まる行は読み込まれません。名前が#で始まる列は自由なコメントです。",
        "3行目の小さな灰色の名前は消さないでください。plannerはこの名前で列を見つけます。列の順序は自由です。",
        "表をまとめて貼り付けてもかまいません。読み込み時にすべて確認されます。",
    ),
    sheets_title="シート一覧",
    needed="必須",
    comment="備考",
    settings_headers=("名称", "単位", "空欄の場合", "意味"),
    lists_headers=("リスト", "記入する値", "意味"),
    if_blank="空欄の場合：{default}。",
    required="必須。",
    check_title="入力の確認",
    more="一部の分野だけのワークブックです。追加するには planner template OTHER.xlsx --for SUBJECT で"
    "別に作り、シートまたは列をここにコピーしてください。列は名前で認識され、位置は自由です。",
    group_hint="上の＋で開きます。",
    errors={
        Kind.NUMBER: "数値（{allowed}）を入力してください。例：{example}",
        Kind.INTEGER: "{allowed}を入力してください。例：{example}",
        Kind.FRACTION: "比率（{allowed}）を入力してください。例：{example}",
        Kind.RATE: "率（{allowed}）を入力してください。例：{example}",
        Kind.MONTH: "年月として読めません。{example}のように入力してください。このままにしますか？",
        Kind.CHOICE: "次から選んでください：{allowed}",
        Kind.YESNO: "次から選んでください：{allowed}",
    },
    error_reference="{allowed}にまだありません。このままにしますか？",
    page="&P／&Nページ",
)

WORDS = {"en": _EN, "ja": _JA}

CHOICE_MEANINGS: dict[str, tuple[str, str]] = {
    YESNO_WORDS["en"][0]: ("yes", "はい"),
    YESNO_WORDS["en"][1]: ("no", "いいえ"),
    "spot": ("bought month by month", "月ごとのスポット購入"),
    "contract": ("yearly volume, signed or not", "年間数量の契約"),
    "all_units": ("the tier's price for the whole volume", "全量に区分の単価を適用"),
    "incremental": ("the tier's price for the volume above its start", "超過分だけに区分の単価を適用"),
    "use": ("what is used", "使用"),
    "scrap": ("comes back when the product is made", "製造時に戻る端材"),
    "mining": ("mining", "採掘"),
    "refining": ("separation and refining", "分離・製錬"),
    "metal": ("metal or alloy making", "金属化・合金化"),
    "magnet": ("magnet making", "磁石製造"),
    "in": ("taken by the process", "投入"),
    "out": ("made by the process", "産出"),
    "supplier": ("by supplier", "サプライヤー別"),
    "recycled": ("recycled share of what is used", "使用量に占める再生材"),
    "max": ("at most", "以下（上限）"),
    "min": ("at least", "以上（目標）"),
    "purchases": ("of what is bought", "購入量に対して"),
    "year": ("in each plan-year", "計画年ごと"),
    "horizon": ("over the whole plan", "全期間で"),
    "plan": ("as planned, without disruptions", "平常時だけ"),
    "always": ("in every disruption too", "途絶時も含めて常に"),
    "unless_short": ("everywhere, unless a line would stand still", "途絶時も守るが、生産が止まるなら譲る"),
    "exclusive": ("at most one event happens", "起こるとしても1つだけ"),
    "independent": ("each happens or not on its own", "互いに無関係に起こる"),
    "set": ("replace by the value", "値に置き換える"),
    "multiply": ("multiply by the value", "値を掛ける"),
    "add": ("add the value", "値を足す"),
    "remove": ("take the row out", "行を除く"),
    "add_row": (
        "add a row: supplier=ACME; item=DY; price=120",
        "行を加える：supplier=ACME; item=DY; price=120",
    ),
}
"""What each word of the dropdowns means, in English and Japanese."""
