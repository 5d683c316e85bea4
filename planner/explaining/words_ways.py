"""What is said where there is no plan, in English and Japanese: what clashes, and the ways out."""

from __future__ import annotations

from collections.abc import Mapping

from planner.workbook.sentences import filled

WORDS: Mapping[str, Mapping[str, str]] = {
    # --- what a limit asks ---
    "asks share": {
        "en": "rule {row} allows at most {old}",
        "ja": "ルール {row}：{old}以下",
    },
    "asks share min": {
        "en": "rule {row} asks for at least {old}",
        "ja": "ルール {row}：{old}以上",
    },
    "asks min_fill_rate": {
        "en": "at least {old} of the demand for {row} must be served, also in every disruption",
        "ja": "{row} の需要の{old}以上を、途絶時も含めて満たす",
    },
    "asks cover_days": {
        "en": "{row} must lie in stock for {old} days of use, at any price",
        "ja": "{row} の在庫を常に{old}日分以上持つ（必須）",
    },
    "asks cover_from": {
        "en": "the days of cover of {row} are wanted from this month on (blank: the first)",
        "ja": "{row} の目標在庫はこの月から必要（空欄は最初の月）",
    },
    "asks min_stock": {
        "en": "at least {old} of {row} must lie in stock, at any price",
        "ja": "{row} の在庫を常に{old}以上持つ（必須）",
    },
    "asks min_suppliers": {
        "en": "{row} must have {old} qualified suppliers",
        "ja": "{row} の認定サプライヤーを{old}社以上にする",
    },
    "asks capex_budget": {
        "en": "investments may cost at most {old} a plan-year",
        "ja": "投資額を計画年あたり{old}以下にする",
    },
    "asks max_per_month": {
        "en": "offer {row} gives at most {old} a month",
        "ja": "供給条件 {row} の月間上限は{old}",
    },
    "asks max_annual": {
        "en": "offer {row} gives at most {old} a year",
        "ja": "供給条件 {row} の年間上限は{old}",
    },
    "asks tier_end": {
        "en": "the last price tier of {row} ends at {old} a year",
        "ja": "{row} の最後の価格帯は年{old}まで",
    },
    "asks pool_end": {
        "en": "the members of pool {row} commit to at most {old} a year together",
        "ja": "プール {row} の契約量は合計で年{old}まで",
    },
    "asks supplier_capacity": {
        "en": "supplier {row} delivers at most {old} a month",
        "ja": "サプライヤー {row} の月間能力は{old}",
    },
    "asks process_capacity": {
        "en": "process {row} has a capacity of {old} a month",
        "ja": "工程 {row} の月間能力は{old}",
    },
    "asks max_share": {
        "en": "design {row} may make at most {old} of the demand",
        "ja": "設計 {row} は需要の{old}まで",
    },
    "asks max_stock": {"en": "at most {old} of {row} can be stored", "ja": "{row} の保管上限は{old}"},
    "asks min_annual": {
        "en": "contract {row} commits to at least {old} a year",
        "ja": "契約 {row} は年{old}以上の契約が必要",
    },
    "asks min_take": {
        "en": "contract {row} takes at least {old} of its rate every month",
        "ja": "契約 {row} は毎月、契約量の{old}以上を引き取る",
    },
    "asks moq": {
        "en": "an order of {row} is at least {old}",
        "ja": "{row} の最低発注量（MOQ）は{old}",
    },
    "asks order_multiple": {
        "en": "orders of {row} are whole multiples of {old}",
        "ja": "{row} の発注は{old}の整数倍",
    },
    "asks signed": {"en": "contract {row} is signed", "ja": "契約 {row} は締結済み"},
    "asks signed no": {"en": "contract {row} must not be signed", "ja": "契約 {row} は締結しない"},
    "asks max_modules": {
        "en": "investment {row} has at most {old} modules",
        "ja": "投資 {row} は最大{old}モジュール",
    },
    "asks excludes": {
        "en": "only one investment of group {old}, which {row} is in, may be made",
        "ja": "グループ {old}（{row} を含む）の投資は一つだけ",
    },
    "asks earliest": {
        "en": "investment {row} cannot start before {old}",
        "ja": "投資 {row} の着手は{old}以降",
    },
    "asks latest": {
        "en": "investment {row} must start by {old}",
        "ja": "投資 {row} の着手は{old}まで",
    },
    "asks available_from": {
        "en": "offer {row} takes orders only from {old} on",
        "ja": "供給条件 {row} への発注は{old}以降",
    },
    "asks available_to": {
        "en": "offer {row} takes orders only until {old}",
        "ja": "供給条件 {row} への発注は{old}まで",
    },
    # --- what to do about it ---
    "do share": {"en": "allow {new} under rule {row}", "ja": "ルール {row} の上限を{new}に上げる"},
    "do share min": {"en": "ask for only {new} under rule {row}", "ja": "ルール {row} の下限を{new}に下げる"},
    "do share none": {
        "en": "take rule {row} out, or give it a penalty",
        "ja": "ルール {row} を外すか、違反ペナルティ単価を入れる",
    },
    "do min_fill_rate": {
        "en": "accept a fill rate of {new} for {row}",
        "ja": "{row} の最低充足率を{new}に下げる",
    },
    "do cover_days": {
        "en": "ask for {new} days of cover of {row}",
        "ja": "{row} の目標在庫日数を{new}日に下げる",
    },
    "do cover_from": {
        "en": "ask for the cover of {row} only from {new} on",
        "ja": "{row} の目標在庫を{new}からにする",
    },
    "do min_stock": {
        "en": "ask for a stock of only {new} of {row}",
        "ja": "{row} の最低在庫を{new}に下げる",
    },
    "do min_suppliers": {
        "en": "ask for only {new} qualified suppliers of {row}",
        "ja": "{row} の最少認定社数を{new}社に下げる",
    },
    "do capex_budget": {
        "en": "raise the investment budget to {new} a plan-year",
        "ja": "年間投資予算を{new}に増やす",
    },
    "do max_per_month": {
        "en": "get {new} a month from offer {row}",
        "ja": "供給条件 {row} の月間上限を{new}に広げる",
    },
    "do max_annual": {
        "en": "get {new} a year from offer {row}",
        "ja": "供給条件 {row} の年間上限を{new}に広げる",
    },
    "do tier_end": {
        "en": "have the last price tier of {row} reach to {new} a year",
        "ja": "{row} の最後の価格帯を年{new}まで広げる",
    },
    "do pool_end": {
        "en": "have the last tier of pool {row} reach to {new} a year",
        "ja": "プール {row} の最後の段階を年{new}まで広げる",
    },
    "do supplier_capacity": {
        "en": "get supplier {row} to deliver {new} a month",
        "ja": "サプライヤー {row} の月間能力を{new}に増やす",
    },
    "do process_capacity": {
        "en": "bring process {row} to a capacity of {new} a month",
        "ja": "工程 {row} の月間能力を{new}に増やす",
    },
    "do max_share": {
        "en": "allow design {row} to make {new} of the demand",
        "ja": "設計 {row} の最大比率を{new}に上げる",
    },
    "do max_stock": {
        "en": "find storage for {new} of {row}",
        "ja": "{row} の保管上限を{new}に広げる",
    },
    "do min_annual": {
        "en": "bring the least volume of contract {row} down to {new} a year",
        "ja": "契約 {row} の年間下限を{new}に下げる",
    },
    "do min_take": {
        "en": "bring the least monthly take of contract {row} down to {new}",
        "ja": "契約 {row} の最低引取率を{new}に下げる",
    },
    "do moq": {
        "en": "bring the smallest order of {row} down to {new}",
        "ja": "{row} の最低発注量（MOQ）を{new}に下げる",
    },
    "do order_multiple": {
        "en": "order {row} in any quantity (leave the multiple blank)",
        "ja": "{row} を任意の数量で発注する（発注単位を空欄にする）",
    },
    "do signed": {
        "en": "leave it to the plan whether contract {row} is signed",
        "ja": "契約 {row} の締結を計画に任せる（空欄）",
    },
    "do max_modules": {
        "en": "allow {new} modules of investment {row}",
        "ja": "投資 {row} を{new}モジュールまで認める",
    },
    "do excludes": {
        "en": "take investment {row} out of group {old}",
        "ja": "投資 {row} をグループ {old} から外す",
    },
    "do earliest": {
        "en": "let investment {row} start from {new}",
        "ja": "投資 {row} の着手を{new}から認める",
    },
    "do latest": {
        "en": "let investment {row} start as late as {new}",
        "ja": "投資 {row} の着手を{new}まで認める",
    },
    "do available_from": {
        "en": "get offer {row} from {new} on",
        "ja": "供給条件 {row} の発注開始を{new}に早める",
    },
    "do available_to": {
        "en": "get offer {row} until {new}",
        "ja": "供給条件 {row} の発注期限を{new}に延ばす",
    },
    # --- cells ---
    "cell changed": {"en": "{place}: {old} → {new}", "ja": "{place}：{old} → {new}"},
    "row removed": {"en": "{place}: remove the row", "ja": "{place}：行を削除"},
    "blank": {"en": "blank", "ja": "空欄"},
    "blank as": {"en": "blank = {value}", "ja": "空欄＝{value}"},
    "no column": {"en": "{sheet} row {number}, column {column}", "ja": "{sheet} {number}行目「{column}」列"},
    # --- kinds ---
    "family ": {"en": "the smallest change", "ja": "最小の変更"},
    "family rules": {"en": "share rules only", "ja": "比率ルールだけ"},
    "family service": {"en": "fill rates only", "ja": "充足率だけ"},
    "family cover": {"en": "days of cover only", "ja": "目標在庫だけ"},
    "family counts": {"en": "numbers of suppliers only", "ja": "認定社数だけ"},
    "family budget": {"en": "the investment budget only", "ja": "投資予算だけ"},
    "family capacity": {"en": "capacities and volumes only", "ja": "能力・数量上限だけ"},
    "family storage": {"en": "storage only", "ja": "保管上限だけ"},
    "family contracts": {"en": "contract terms only", "ja": "契約条件だけ"},
    "family modules": {"en": "what may be invested in only", "ja": "投資の数・グループだけ"},
    "family windows": {"en": "dates only", "ja": "時期だけ"},
    # --- sentences ---
    "clash": {
        "en": "These limits cannot all hold together:",
        "ja": "次の条件は同時に成り立ちません。",
    },
    "clash alone": {
        "en": "This cannot be kept as things are (demand, lead times, stocks, disruptions):",
        "ja": "次の条件は、需要・リードタイム・在庫・途絶の前提の下では守れません。",
    },
    "clash in": {
        "en": "These limits cannot all hold together, as planned and in {scenarios}:",
        "ja": "次の条件は、計画と {scenarios} において同時に成り立ちません。",
    },
    "clash alone in": {
        "en": "This cannot be kept in {scenarios} as things are (demand, lead times, stocks, disruptions):",
        "ja": "次の条件は、{scenarios} において、需要・リードタイム・在庫の前提の下では守れません。",
    },
    "clash more": {
        "en": "Besides, these cannot hold together:",
        "ja": "このほか、次の条件も同時に成り立ちません。",
    },
    "not reduced": {
        "en": "  (Perhaps not all of these are needed for the clash; there was no time to show it.)",
        "ja": "　（時間内に絞り込めなかったため、衝突に関わらない条件を含む可能性があります。）",
    },
    "smallest": {
        "en": "The smallest change that makes a plan possible:",
        "ja": "計画を可能にする最小の変更：",
    },
    "also": {"en": "Or change {family}:", "ja": "または、{family}を変更："},
    "then costs": {
        "en": "  The plan then costs {objective}.",
        "ja": "　その場合の計画の費用は{objective}です。",
    },
    "then costs gap": {
        "en": "  The plan then costs {objective}, or up to {noise} less (gap {gap}).",
        "ja": "　その場合の計画の費用は{objective}、またはそれより最大{noise}低い額です（ギャップ{gap}）。",
    },
    "cheapest": {
        "en": "  This is the cheapest of these plans.",
        "ja": "　示した中で費用が最も低い計画です。",
    },
    "not least": {
        "en": "  (A smaller change may do; there was no time to show it.)",
        "ja": "　（時間内に確認できませんでしたが、より小さな変更で足りる可能性があります。）",
    },
    "not costed": {
        "en": "  What the plan then costs is not known: {reason}.",
        "ja": "　その場合の費用は不明です（{reason}）。",
    },
    "incomplete": {
        "en": "The time was up before everything was looked at; --time-limit gives more.",
        "ja": "時間内にすべてを調べられませんでした。--time-limit で時間を延ばせます。",
    },
    "no way": {
        "en": "No way out was found in time; --time-limit gives more.",
        "ja": "時間内に解決策が見つかりませんでした。--time-limit で時間を延ばせます。",
    },
    "by a hair": {
        "en": "The limits miss each other by less than the solver can tell; loosen any one of them a little.",
        "ja": "条件どうしのずれは計算の許容誤差より小さいものです。いずれかの条件をわずかに緩めてください。",
    },
    "status stopped_without_plan": {"en": "there was no time to solve it", "ja": "時間不足"},
    "status failed": {"en": "the solver gave up", "ja": "計算失敗"},
    "status unbounded": {"en": "the cost falls without end", "ja": "費用の下限なし"},
    "status not_run": {"en": "it was not solved", "ja": "未計算"},
    "joint": {"en": ", ", "ja": "、"},
    "more": {"en": "{names} and {count} more", "ja": "{names} ほか{count}件"},
    # --- columns of the plain tables ---
    "column clash": {"en": "Number of the clash", "ja": "衝突の番号"},
    "column irreducible": {
        "en": "Without any one of its lines the others can hold",
        "ja": "いずれか一行がなければ残りは成り立つ",
    },
    "column asks": {"en": "What it asks", "ja": "求めていること"},
    "column value": {"en": "In the cell now", "ja": "現在のセルの値"},
    "column way": {"en": "Number of the way out", "ja": "解決策の番号"},
    "column family": {"en": "The one kind it changes; blank: any", "ja": "変更する種類（空欄は限定なし）"},
    "column change": {
        "en": "set the cell, or remove the row",
        "ja": "変更の種類は「置換」がセルの変更、「削除」が行の削除",
    },
    "column from": {"en": "In the cell now", "ja": "現在のセルの値"},
    "column to": {
        "en": "To be typed into the cell; blank: leave it blank",
        "ja": "入力する値（空欄はセルを空にする）",
    },
    "column text": {"en": "In words", "ja": "内容"},
    "column least": {"en": "No smaller change does", "ja": "これより小さな変更では足りない"},
    "column status": {"en": "How the plan with it ended", "ja": "変更後の計画の状態"},
    "column objective": {
        "en": "What the plan then costs (present value)",
        "ja": "変更後の計画の費用（現在価値）",
    },
    "column expected_cost": {"en": "Its expected cost", "ja": "その期待費用"},
    "column gap": {"en": "Gap of that solve", "ja": "その計算のギャップ"},
}
"""Text by key and language; braces take facts."""


def told(key: str, language: str, **facts: object) -> str:
    """Return one sentence in a language."""
    return filled(WORDS[key][language], language, facts)
