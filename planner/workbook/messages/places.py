"""Texts of the checks of places, lead times of processes, returns, ramps and lateness."""

from __future__ import annotations

PLACES: dict[str, tuple[str, str]] = {
    "W520": (
        (
            "nothing else names '{found}': it is not the home country, not on sheet {sheet}, and no "
            "event, process or other offer knows it. Correct it, or list it there."
        ),
        (
            "「{found}」はほかのどこにもありません（自国でも「{sheet}」シートの国でも、イベント・工程・他の"
            "供給条件の国でもありません）。直すか、そのシートに追加してください。"
        ),
    ),
    "W521": (
        (
            "nothing in the plan goes to {names}: event '{event}' acts only on what does. Known "
            "destinations: {known}. Correct it, or fill in the destination of offers and "
            "processes."
        ),
        (
            "{names}を仕向先とするものが計画にないので、イベント「{event}」は効きません（計画の仕"
            "向先：{known}）。直すか、供給条件や工程に仕向先を記入してください。"
        ),
    ),
    "W522": (
        (
            "process '{process}' takes {lead} months, and nothing it begins would end within the "
            "plan of {months} months."
        ),
        ("工程「{process}」は{lead}か月かかり、計画の{months}か月のうちに終わるものがありません。"),
    ),
    "W523": (
        (
            "rule '{rule}' is of use, and process '{process}' both takes and makes its items ("
            "{items}), so the same goods count twice. List only one of them."
        ),
        (
            "ルール「{rule}」は使用量を数えますが、工程「{process}」はその品目（{items}）を投入も"
            "産出もするので、同じものが二重に数えられます。どちらか一方だけにしてください。"
        ),
    ),
    "E520": (
        (
            "'{item}' is used in the month a unit is made, so it cannot come {lag} months later. "
            "Clear it, or make the row scrap."
        ),
        (
            "「{item}」は製造月に使うので、{lag}か月の遅れは付けられません。消すか、「端材」の行にしてください。"
        ),
    ),
    "W524": (
        ("what comes back of '{item}' after {lag} months comes after the plan of {months} months."),
        "「{item}」が戻るのは{lag}か月後で、計画の{months}か月より後です。",
    ),
    "W525": (
        ("investment '{investment}' adds no capacity, so there is nothing to ramp up. Clear the ramp."),
        (
            "投資「{investment}」は能力を増やさないので、立ち上げるものがありません。立ち上げ期間"
            "を消してください。"
        ),
    ),
    "W526": (
        (
            "product '{product}' may not be late, so its cost of a late unit does nothing. Fill "
            "in by how much it may."
        ),
        (
            "製品「{product}」は遅れが許されないので、遅れの費用は効果がありません。許せる遅れを"
            "記入してください。"
        ),
    ),
    "W527": (
        (
            "a late unit of product '{product}' costs nothing, so the plan is late whenever that "
            "saves anything."
        ),
        ("製品「{product}」の遅れに費用がかからないので、少しでも得なら遅らせる計画になります。"),
    ),
    "W528": (
        (
            "a month late costs {cost} for '{product}', not less than losing the sale ({penalty}"
            "), so nothing is ever delivered late."
        ),
        (
            "製品「{product}」の1か月の遅れの費用{cost}は欠品損失{penalty}以上なので、遅れて納め"
            "ることはありません。"
        ),
    ),
}
