//! Which type each operation reads and writes.

/// What a body is read as, by operation.
pub const BODIES: &[(&str, &str)] = &[
    ("report", "loyalty/src/offer/report.rs Report"),
    ("claim", "worker/src/routes/claims.rs Claim"),
    ("fill_in", "worker/src/routes/captures.rs Filled"),
    ("redeem", "worker/src/routes/redemptions.rs Redeem"),
    ("put_order", "loyalty/src/order/mod.rs Order"),
    ("put_orders", "worker/src/routes/orders.rs Batch"),
    ("capture", "worker/src/routes/redemptions.rs Capture"),
    ("release", "worker/src/routes/redemptions.rs Release"),
    ("putProfile", "loyalty/src/profile/update.rs ProfileUpdate"),
    ("adjust", "loyalty/src/ledger/adjustments.rs Adjustment"),
    ("publish_program", "loyalty/src/program/mod.rs Program"),
    ("evaluate_condition", "worker/src/routes/conditions.rs Trial"),
    ("create_offer", "loyalty/src/offer/mod.rs Offer"),
    ("put_offer", "loyalty/src/offer/mod.rs Offer"),
    ("create_preview", "worker/src/routes/preview.rs Wanted"),
    ("create_survey", "loyalty/src/survey/mod.rs Survey"),
    ("put_survey", "loyalty/src/survey/mod.rs Survey"),
    ("create_survey_preview", "worker/src/routes/preview.rs Wanted"),
    ("answer_survey", "worker/src/routes/surveys.rs AnswerBody"),
    ("feedback", "loyalty/src/feedback/record.rs FeedbackFromElsewhere"),
    ("create_segment", "loyalty/src/segment.rs Segment"),
    ("put_segment", "loyalty/src/segment.rs Segment"),
    ("count_members", "worker/src/routes/membership.rs Trial"),
    ("put_offer_settings", "loyalty/src/offer/settings.rs OfferSettings"),
    ("open_case", "loyalty/src/case/thread.rs Opening"),
    ("reply_in_case", "worker/src/routes/cases.rs MessageBody"),
    ("read_case", "worker/src/routes/cases.rs Read"),
    ("patch_case", "loyalty/src/case/thread.rs CasePatch"),
    ("write_in_case", "worker/src/wallet/cases.rs Written"),
    ("give_in_case", "worker/src/routes/desk.rs GestureBody"),
    ("say_in_public", "loyalty/src/testimonial/statement.rs TestimonialSubmission"),
    ("judge_testimonial", "loyalty/src/testimonial/statement.rs TestimonialDecision"),
    ("put_feedback_settings", "loyalty/src/case/settings.rs FeedbackSettings"),
    ("put_shop", "worker/src/shop/command.rs Settings"),
    ("put_origins", "worker/src/routes/platform.rs Origins"),
    ("put_clock", "worker/src/routes/platform.rs Clock"),
    ("create_key", "worker/src/routes/platform.rs NewKey"),
];

/// What an answer is written from, by operation.
pub const ANSWERS: &[(&str, &str)] = &[
    ("boot", "worker/src/routes/boot.rs Boot"),
    ("claim", "worker/src/wallet/words.rs Claimed"),
    ("fill_in", "worker/src/shop/captures.rs Captured"),
    ("captures", "worker/src/shop/captures.rs Page"),
    ("redeem", "worker/src/wallet/words.rs Redeemed"),
    ("give_back", "worker/src/wallet/words.rs Redeemed"),
    ("history", "worker/src/wallet/query.rs Page"),
    ("order", "loyalty/src/view/order.rs OrderDetail"),
    ("put_order", "loyalty/src/ledger/order_result.rs OrderResult"),
    ("put_orders", "worker/src/routes/orders.rs Results"),
    ("capture", "worker/src/wallet/words.rs Redeemed"),
    ("release", "worker/src/wallet/words.rs Redeemed"),
    ("member", "loyalty/src/view/detail.rs MemberDetail"),
    ("putProfile", "loyalty/src/profile/mod.rs Profile"),
    ("adjust", "worker/src/wallet/words.rs Adjusted"),
    ("program", "worker/src/shop/versions.rs Shown"),
    ("publish_program", "worker/src/shop/versions.rs publish::Published"),
    ("program_versions", "worker/src/shop/versions.rs All"),
    ("offer_results", "worker/src/shop/results.rs Answer"),
    ("holdout_results", "worker/src/shop/results.rs Answer"),
    ("segment_members", "worker/src/shop/membership.rs members::Page"),
    ("segment_changes", "worker/src/shop/membership.rs changes::Page"),
    ("evaluate_condition", "loyalty/src/condition/explain.rs Explanation"),
    ("offer_versions", "worker/src/shop/documents.rs Versions"),
    ("survey_versions", "worker/src/shop/documents.rs Versions"),
    ("segment_versions", "worker/src/shop/documents.rs Versions"),
    ("create_preview", "worker/src/routes/preview.rs Link"),
    ("create_survey_preview", "worker/src/routes/preview.rs Link"),
    ("member_segments", "worker/src/shop/standing.rs Standings"),
    ("member_surveys", "worker/src/routes/surveys.rs Surveys"),
    ("answer_survey", "worker/src/wallet/words.rs RespondedWords"),
    ("feedback_list", "worker/src/shop/said.rs Page"),
    ("feedback", "worker/src/shop/feedback.rs Taken"),
    ("loyalty_report", "loyalty/src/traits/report.rs LoyaltyReport"),
    ("feedback_report", "loyalty/src/feedback/report.rs FeedbackReport"),
    ("count_members", "worker/src/shop/standing.rs Counted"),
    ("cases", "worker/src/wallet/cases.rs List"),
    ("open_case", "worker/src/wallet/cases.rs ForShopper"),
    ("reply_in_case", "worker/src/wallet/cases.rs ForShopper"),
    ("read_case", "worker/src/wallet/cases.rs ForShopper"),
    ("desk_cases", "worker/src/shop/cases.rs Page"),
    ("desk_case", "worker/src/wallet/cases.rs ForShop"),
    ("patch_case", "worker/src/wallet/cases.rs ForShop"),
    ("write_in_case", "worker/src/wallet/cases.rs ForShop"),
    ("give_in_case", "worker/src/wallet/cases.rs ForShop"),
    ("case_report", "loyalty/src/case/report.rs CaseReport"),
    ("shown_testimonials", "worker/src/shop/testimonials.rs Shown"),
    ("testimonials", "worker/src/wallet/testimonials.rs List"),
    ("say_in_public", "worker/src/wallet/testimonials.rs ForMember"),
    ("withdraw_testimonial", "worker/src/wallet/testimonials.rs ForMember"),
    ("desk_testimonials", "worker/src/shop/testimonials.rs Page"),
    ("judge_testimonial", "worker/src/wallet/testimonials.rs ForShop"),
    ("shop", "worker/src/shop/execute.rs ShopView"),
    ("put_shop", "worker/src/shop/execute.rs ShopView"),
    ("put_origins", "worker/src/shop/execute.rs ShopView"),
    ("put_clock", "worker/src/shop/execute.rs ShopView"),
    ("create_key", "worker/src/shop/keys.rs Made"),
    ("revoke_key", "worker/src/shop/execute.rs ShopView"),
];

/// What else is written from a type of ours, by its place in the description.
pub const OTHERS: &[(&str, &str)] = &[
    ("/components/schemas/OfferPreview", "worker/src/routes/preview.rs OfferPage"),
    ("/components/schemas/SurveyPreview", "worker/src/routes/preview.rs SurveyPage"),
    ("/components/schemas/Problem", "worker/src/problem.rs Content"),
    ("/components/schemas/BatchResult/properties/results/items/oneOf/0", "worker/src/routes/orders.rs Taken"),
    ("/components/schemas/BatchResult/properties/results/items/oneOf/1", "worker/src/routes/orders.rs Refused"),
];

/// Fields that the code keeps as text, and what the text is.
pub const HINTS: &[(&str, &str)] = &[
    ("/components/schemas/Batch/properties/orders", "loyalty/src/order/mod.rs Order"),
    (
        "/paths/~1v1~1shops~1{shop}~1program/get/responses/200/content/application~1json/schema/properties/program",
        "loyalty/src/program/mod.rs Program",
    ),
];

/// Fields that another type reads or writes beside the one that is compared.
pub const ELSEWHERE: &[(&str, &str)] = &[
    // Of a batch alone, where the order is read by its id first.
    ("/components/schemas/Order", "id"),
    // Members of their own codes alone.
    ("/components/schemas/Problem", "instance"),
    ("/components/schemas/Problem", "left"),
    ("/components/schemas/Problem", "limit_bytes"),
    ("/components/schemas/Problem", "missing"),
    ("/components/schemas/Problem", "version"),
];

/// Fields that are for ourselves: kept with what is stored, and made anew from what is sent.
pub const OWN: &[(&str, &str)] = &[("/components/schemas/Order", "adjusted")];

/// Variants that are never said in that place.
pub const NEVER: &[(&str, &str)] = &[
    // What waits for nothing but the order's placing does not wait.
    ("/components/schemas/MemberView/properties/waits_for", "placed"),
    ("/components/schemas/MemberDetail/properties/waits_for", "placed"),
    ("/components/schemas/MemberDetail/properties/lots/items/properties/waits_for", "placed"),
    ("/components/schemas/OrderExplanation/properties/rules/items/properties/waits_for", "placed"),
    ("/components/schemas/OrderResult/properties/waits_for", "placed"),
    // No level is counted by the day.
    ("/components/schemas/BootProgram/properties/tiers/properties/period/oneOf/1/properties/calendar", "day"),
    ("/components/schemas/Tiers/properties/period/oneOf/1/properties/calendar", "day"),
    // An answer does that.
    (
        "/paths/~1v1~1shops~1{shop}~1desk~1cases~1{case}/patch/requestBody/content/application~1json/schema/properties/status",
        "answered",
    ),
    // Nobody said anything yet.
    ("/components/schemas/FeedbackLine/properties/status", "asked"),
    ("/components/schemas/FeedbackLine/properties/status", "skipped"),
];

/// Answers whose fields are written one by one, or that are no type of ours.
pub const WRITTEN_BY_HAND: &[&str] = &[
    "preview",
    "offers",
    "create_offer",
    "offer",
    "put_offer",
    "surveys",
    "create_survey",
    "survey",
    "put_survey",
    "segments",
    "create_segment",
    "segment",
    "put_segment",
    "offer_settings",
    "put_offer_settings",
    "feedback_settings",
    "put_feedback_settings",
    "openapi",
    "health",
];

/// Parts of the description that no type has, and why.
pub const EXCUSED: &[(&str, &str)] = &[
    // A version, when it was stored, and the document under its kind's name: `worker/src/shop/documents.rs`.
    ("/components/schemas/OfferShown", "written field by field"),
    ("/components/schemas/SurveyShown", "written field by field"),
    ("/components/schemas/SegmentShown", "written field by field"),
    ("/components/schemas/OfferSettingsShown", "written field by field"),
    ("/components/schemas/FeedbackSettingsShown", "written field by field"),
    ("/paths/~1v1~1shops~1{shop}~1offers/get", "written field by field"),
    ("/paths/~1v1~1shops~1{shop}~1surveys/get", "written field by field"),
    ("/paths/~1v1~1shops~1{shop}~1segments/get", "written field by field"),
    ("/paths/~1health/get", "one field"),
];
