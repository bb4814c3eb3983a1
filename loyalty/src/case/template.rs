//! The steps of a good answer to each kind of case, with words to begin each in the languages of the widget.
//!
//! A guide for whoever answers, not a text to send: what is in brackets is theirs to say.

use serde::Serialize;

use super::CaseKind;

/// One step of a good answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TemplateStep {
    /// What it does.
    pub step: &'static str,
    /// Words to begin with, in the shopper's language.
    pub text: &'static str,
}

/// A step in all languages: English, Ukrainian, Russian, Chinese, Slovene.
struct Words {
    step: &'static str,
    texts: [&'static str; 5],
}

/// The languages of [`Words::texts`], in their order.
const LANGUAGES: [&str; 5] = ["en", "uk", "ru", "zh", "sl"];

const QUESTION: &[Words] = &[
    Words {
        step: "thank",
        texts: [
            "Thank you for asking.",
            "Дякуємо за запитання.",
            "Спасибо за вопрос.",
            "感谢您的提问。",
            "Hvala za vprašanje.",
        ],
    },
    Words {
        step: "answer", texts: ["[The answer.]", "[Відповідь.]", "[Ответ.]", "[回答。]", "[Odgovor.]"]
    },
    Words {
        step: "next_step",
        texts: [
            "What you can do next: […]",
            "Що можна зробити далі: […]",
            "Что можно сделать дальше: […]",
            "接下来您可以：[…]",
            "Kaj lahko storite zdaj: […]",
        ],
    },
];

const COMPLAINT: &[Words] = &[
    Words {
        step: "thank",
        texts: [
            "Thank you for telling us.",
            "Дякуємо, що розповіли нам про це.",
            "Спасибо, что рассказали нам об этом.",
            "感谢您告诉我们。",
            "Hvala, da ste nam to povedali.",
        ],
    },
    Words {
        step: "unusual",
        texts: [
            "This is not how it usually goes with us: […]",
            "Зазвичай у нас буває інакше: […]",
            "Обычно у нас бывает иначе: […]",
            "这不是我们平常的做法：[…]",
            "Pri nas običajno ni tako: […]",
        ],
    },
    Words {
        step: "why",
        texts: [
            "It happened because […]",
            "Так сталося, тому що […]",
            "Так произошло, потому что […]",
            "原因是[…]",
            "Zgodilo se je, ker […]",
        ],
    },
    Words {
        step: "apologise",
        texts: [
            "We are sorry about it.",
            "Просимо вибачення.",
            "Приносим извинения.",
            "对此我们深表歉意。",
            "Opravičujemo se vam.",
        ],
    },
    Words {
        step: "now",
        texts: [
            "What we do now: […]",
            "Що ми робимо зараз: […]",
            "Что мы делаем сейчас: […]",
            "我们现在的处理：[…]",
            "Kaj bomo storili zdaj: […]",
        ],
    },
    Words {
        step: "from_now_on",
        texts: [
            "How it will be from now on: […]",
            "Як буде надалі: […]",
            "Как будет впредь: […]",
            "今后的做法：[…]",
            "Kako bo odslej: […]",
        ],
    },
    Words {
        step: "gesture",
        texts: [
            "With our apology we give you […].",
            "На знак вибачення даруємо вам […].",
            "В знак извинения дарим вам […].",
            "为表歉意，我们送您[…]。",
            "V opravičilo vam podarjamo […].",
        ],
    },
];

const IDEA: &[Words] = &[
    Words {
        step: "thank",
        texts: [
            "Thank you for the idea.",
            "Дякуємо за ідею.",
            "Спасибо за идею.",
            "感谢您的建议。",
            "Hvala za zamisel.",
        ],
    },
    Words {
        step: "what_happens",
        texts: [
            "What happens with it: […]",
            "Що з нею буде далі: […]",
            "Что с ней будет дальше: […]",
            "我们会这样处理：[…]",
            "Kaj se bo zgodilo z njo: […]",
        ],
    },
];

const PRAISE: &[Words] = &[
    Words {
        step: "thank",
        texts: [
            "Thank you, this makes us glad.",
            "Дякуємо, нам дуже приємно.",
            "Спасибо, нам очень приятно.",
            "谢谢您，我们非常高兴。",
            "Hvala, to nas zelo veseli.",
        ],
    },
    Words {
        step: "kind",
        texts: [
            "[Something kind about them.]",
            "[Щось приємне про них.]",
            "[Что-нибудь приятное о них.]",
            "[对顾客说句暖心的话。]",
            "[Nekaj prijaznega o njih.]",
        ],
    },
    Words {
        step: "gift",
        texts: [
            "A small gift from us: […]",
            "Невеликий подарунок від нас: […]",
            "Небольшой подарок от нас: […]",
            "送您一份小礼物：[…]",
            "Majhno darilo od nas: […]",
        ],
    },
];

/// The steps of a good answer, in a language (`pt-BR`), its base language (`pt`), or English.
pub fn steps(kind: CaseKind, language: &str) -> Vec<TemplateStep> {
    let base = language.split('-').next().unwrap_or_default();
    let place = LANGUAGES.iter().position(|known| known.eq_ignore_ascii_case(base)).unwrap_or(0);
    let words = match kind {
        CaseKind::Question => QUESTION,
        CaseKind::Complaint => COMPLAINT,
        CaseKind::Idea => IDEA,
        CaseKind::Praise => PRAISE,
    };
    words.iter().map(|Words { step, texts }| TemplateStep { step, text: texts[place] }).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[track_caller]
    fn check(kind: CaseKind, expected: &[&str]) {
        for language in LANGUAGES {
            let steps = steps(kind, language);
            assert_eq!(steps.iter().map(|step| step.step).collect::<Vec<_>>(), expected, "{language}");
            assert!(steps.iter().all(|step| !step.text.trim().is_empty()), "{language}");
        }
    }

    #[test]
    fn a_good_answer_has_its_steps_in_every_language() {
        check(CaseKind::Question, &["thank", "answer", "next_step"]);
        check(CaseKind::Complaint, &["thank", "unusual", "why", "apologise", "now", "from_now_on", "gesture"]);
        check(CaseKind::Idea, &["thank", "what_happens"]);
        check(CaseKind::Praise, &["thank", "kind", "gift"]);
    }

    #[test]
    fn no_two_languages_share_their_words() {
        for words in [QUESTION, COMPLAINT, IDEA, PRAISE].into_iter().flatten() {
            assert_eq!(words.texts.iter().collect::<BTreeSet<_>>().len(), LANGUAGES.len(), "{:?}", words.texts);
        }
    }

    #[test]
    fn a_language_falls_back_to_its_base_and_to_english() {
        let first = |language| steps(CaseKind::Idea, language)[0].text;
        assert_eq!(first("sl-SI"), "Hvala za zamisel.");
        assert_eq!(first("zh-Hans"), "感谢您的建议。");
        assert_eq!(first("fr"), "Thank you for the idea.");
        assert_eq!(first(""), "Thank you for the idea.");
    }
}
