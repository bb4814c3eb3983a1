//! Every route of the service: method, address, who may call it, and where it is handled.

use worker::Method::{self, Delete, Get, Patch, Post, Put};

use Audience::{Anyone, Platform, Server, Shopper};

/// Who a route answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// No credentials.
    Anyone,
    /// A page of the shop: origins are checked; a token says which member, none means a visitor.
    Shopper,
    /// The shop's own server, by API key.
    Server,
    /// Who runs the installation, by platform key.
    Platform,
}

/// Where a route is handled, one name per handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the table below says what each is
pub enum Endpoint {
    Boot,
    Events,
    Claim,
    FillIn,
    Captures,
    Redeem,
    GiveBack,
    History,
    Order,
    PutOrder,
    BatchOrders,
    Capture,
    Release,
    Adjust,
    Member,
    PutProfile,
    Program,
    ProgramVersions,
    PublishProgram,
    EvaluateCondition,
    Offers,
    CreateOffer,
    Offer,
    PutOffer,
    DeleteOffer,
    OfferVersions,
    CreatePreview,
    CreateSurveyPreview,
    Preview,
    OfferResults,
    HoldoutResults,
    Surveys,
    CreateSurvey,
    Survey,
    PutSurvey,
    DeleteSurvey,
    SurveyVersions,
    AnswerSurvey,
    MemberSurveys,
    MemberSegments,
    LoyaltyReport,
    Feedback,
    FeedbackList,
    FeedbackReport,
    Segments,
    CreateSegment,
    Segment,
    PutSegment,
    DeleteSegment,
    SegmentVersions,
    CountMembers,
    SegmentMembers,
    SegmentChanges,
    OfferSettings,
    PutOfferSettings,
    FeedbackSettings,
    PutFeedbackSettings,
    Cases,
    OpenCase,
    ReplyInCase,
    ReadCase,
    DeskCases,
    DeskCase,
    PatchCase,
    WriteInCase,
    GiveInCase,
    CaseReport,
    ShownTestimonials,
    Testimonials,
    SubmitTestimonial,
    WithdrawTestimonial,
    DeskTestimonials,
    DecideTestimonial,
    PutShop,
    Shop,
    PutOrigins,
    PutClock,
    CreateKey,
    DeleteKey,
    Health,
}

/// One line of the table.
#[derive(Debug)]
pub struct Route {
    /// Method; a `Get` also answers `HEAD`.
    pub method: Method,
    /// Address; `{name}` takes one segment.
    pub path: &'static str,
    /// Who it answers.
    pub audience: Audience,
    /// Where it is handled.
    pub endpoint: Endpoint,
}

const fn route(method: Method, path: &'static str, audience: Audience, endpoint: Endpoint) -> Route {
    Route { method, path, audience, endpoint }
}

/// The table. Of two routes that fit an address the earlier one wins.
pub const ROUTES: &[Route] = &[
    route(Get, "/v1/shops/{shop}/boot", Shopper, Endpoint::Boot),
    route(Post, "/v1/shops/{shop}/events", Shopper, Endpoint::Events),
    route(Post, "/v1/shops/{shop}/offers/{offer}/claims", Shopper, Endpoint::Claim),
    route(Post, "/v1/shops/{shop}/offers/{offer}/captures", Shopper, Endpoint::FillIn),
    route(Post, "/v1/shops/{shop}/redemptions", Shopper, Endpoint::Redeem),
    route(Delete, "/v1/shops/{shop}/redemptions/{id}", Shopper, Endpoint::GiveBack),
    route(Get, "/v1/shops/{shop}/history", Shopper, Endpoint::History),
    route(Post, "/v1/shops/{shop}/orders/batch", Server, Endpoint::BatchOrders),
    route(Get, "/v1/shops/{shop}/orders/{order}", Server, Endpoint::Order),
    route(Put, "/v1/shops/{shop}/orders/{order}", Server, Endpoint::PutOrder),
    route(Post, "/v1/shops/{shop}/redemptions/{code}/capture", Server, Endpoint::Capture),
    route(Post, "/v1/shops/{shop}/redemptions/{code}/release", Server, Endpoint::Release),
    route(Post, "/v1/shops/{shop}/members/{member}/adjustments", Server, Endpoint::Adjust),
    route(Get, "/v1/shops/{shop}/members/{member}", Server, Endpoint::Member),
    route(Put, "/v1/shops/{shop}/members/{member}/profile", Server, Endpoint::PutProfile),
    route(Get, "/v1/shops/{shop}/program", Server, Endpoint::Program),
    route(Put, "/v1/shops/{shop}/program", Server, Endpoint::PublishProgram),
    route(Get, "/v1/shops/{shop}/program/versions", Server, Endpoint::ProgramVersions),
    route(Post, "/v1/shops/{shop}/conditions/evaluate", Server, Endpoint::EvaluateCondition),
    route(Get, "/v1/shops/{shop}/offers", Server, Endpoint::Offers),
    route(Post, "/v1/shops/{shop}/offers", Server, Endpoint::CreateOffer),
    route(Get, "/v1/shops/{shop}/offers/{offer}", Server, Endpoint::Offer),
    route(Put, "/v1/shops/{shop}/offers/{offer}", Server, Endpoint::PutOffer),
    route(Delete, "/v1/shops/{shop}/offers/{offer}", Server, Endpoint::DeleteOffer),
    route(Get, "/v1/shops/{shop}/offers/{offer}/versions", Server, Endpoint::OfferVersions),
    route(Get, "/v1/shops/{shop}/offers/{offer}/captures", Server, Endpoint::Captures),
    route(Post, "/v1/shops/{shop}/offers/{offer}/previews", Server, Endpoint::CreatePreview),
    route(Get, "/v1/shops/{shop}/preview", Shopper, Endpoint::Preview),
    route(Get, "/v1/shops/{shop}/offers/{offer}/results", Server, Endpoint::OfferResults),
    route(Get, "/v1/shops/{shop}/holdout/results", Server, Endpoint::HoldoutResults),
    route(Post, "/v1/shops/{shop}/surveys/{survey}/answers", Shopper, Endpoint::AnswerSurvey),
    route(Get, "/v1/shops/{shop}/surveys", Server, Endpoint::Surveys),
    route(Post, "/v1/shops/{shop}/surveys", Server, Endpoint::CreateSurvey),
    route(Get, "/v1/shops/{shop}/surveys/{survey}", Server, Endpoint::Survey),
    route(Put, "/v1/shops/{shop}/surveys/{survey}", Server, Endpoint::PutSurvey),
    route(Delete, "/v1/shops/{shop}/surveys/{survey}", Server, Endpoint::DeleteSurvey),
    route(Get, "/v1/shops/{shop}/surveys/{survey}/versions", Server, Endpoint::SurveyVersions),
    route(Post, "/v1/shops/{shop}/surveys/{survey}/previews", Server, Endpoint::CreateSurveyPreview),
    route(Get, "/v1/shops/{shop}/members/{member}/surveys", Server, Endpoint::MemberSurveys),
    route(Get, "/v1/shops/{shop}/feedback", Server, Endpoint::FeedbackList),
    route(Post, "/v1/shops/{shop}/feedback", Server, Endpoint::Feedback),
    route(Get, "/v1/shops/{shop}/reports/feedback", Server, Endpoint::FeedbackReport),
    route(Get, "/v1/shops/{shop}/segments", Server, Endpoint::Segments),
    route(Post, "/v1/shops/{shop}/segments", Server, Endpoint::CreateSegment),
    route(Post, "/v1/shops/{shop}/segments/count", Server, Endpoint::CountMembers),
    route(Get, "/v1/shops/{shop}/members/{member}/segments", Server, Endpoint::MemberSegments),
    route(Get, "/v1/shops/{shop}/reports/loyalty", Server, Endpoint::LoyaltyReport),
    route(Get, "/v1/shops/{shop}/segments/{segment}", Server, Endpoint::Segment),
    route(Put, "/v1/shops/{shop}/segments/{segment}", Server, Endpoint::PutSegment),
    route(Delete, "/v1/shops/{shop}/segments/{segment}", Server, Endpoint::DeleteSegment),
    route(Get, "/v1/shops/{shop}/segments/{segment}/versions", Server, Endpoint::SegmentVersions),
    route(Get, "/v1/shops/{shop}/segments/{segment}/members", Server, Endpoint::SegmentMembers),
    route(Get, "/v1/shops/{shop}/segments/{segment}/changes", Server, Endpoint::SegmentChanges),
    route(Get, "/v1/shops/{shop}/offer-settings", Server, Endpoint::OfferSettings),
    route(Put, "/v1/shops/{shop}/offer-settings", Server, Endpoint::PutOfferSettings),
    route(Get, "/v1/shops/{shop}/cases", Shopper, Endpoint::Cases),
    route(Post, "/v1/shops/{shop}/cases", Shopper, Endpoint::OpenCase),
    route(Post, "/v1/shops/{shop}/cases/{case}/messages", Shopper, Endpoint::ReplyInCase),
    route(Post, "/v1/shops/{shop}/cases/{case}/read", Shopper, Endpoint::ReadCase),
    route(Get, "/v1/shops/{shop}/desk/cases", Server, Endpoint::DeskCases),
    route(Get, "/v1/shops/{shop}/desk/cases/{case}", Server, Endpoint::DeskCase),
    route(Patch, "/v1/shops/{shop}/desk/cases/{case}", Server, Endpoint::PatchCase),
    route(Post, "/v1/shops/{shop}/desk/cases/{case}/messages", Server, Endpoint::WriteInCase),
    route(Post, "/v1/shops/{shop}/desk/cases/{case}/gestures", Server, Endpoint::GiveInCase),
    route(Get, "/v1/shops/{shop}/reports/cases", Server, Endpoint::CaseReport),
    route(Get, "/v1/shops/{shop}/testimonials/shown", Shopper, Endpoint::ShownTestimonials),
    route(Get, "/v1/shops/{shop}/testimonials", Shopper, Endpoint::Testimonials),
    route(Post, "/v1/shops/{shop}/testimonials", Shopper, Endpoint::SubmitTestimonial),
    route(Delete, "/v1/shops/{shop}/testimonials/{testimonial}", Shopper, Endpoint::WithdrawTestimonial),
    route(Get, "/v1/shops/{shop}/desk/testimonials", Server, Endpoint::DeskTestimonials),
    route(Patch, "/v1/shops/{shop}/desk/testimonials/{testimonial}", Server, Endpoint::DecideTestimonial),
    route(Get, "/v1/shops/{shop}/feedback-settings", Server, Endpoint::FeedbackSettings),
    route(Put, "/v1/shops/{shop}/feedback-settings", Server, Endpoint::PutFeedbackSettings),
    route(Put, "/v1/platform/shops/{shop}", Platform, Endpoint::PutShop),
    route(Get, "/v1/platform/shops/{shop}", Platform, Endpoint::Shop),
    route(Put, "/v1/platform/shops/{shop}/origins", Platform, Endpoint::PutOrigins),
    route(Put, "/v1/platform/shops/{shop}/clock", Platform, Endpoint::PutClock),
    route(Post, "/v1/platform/shops/{shop}/keys", Platform, Endpoint::CreateKey),
    route(Delete, "/v1/platform/shops/{shop}/keys/{key}", Platform, Endpoint::DeleteKey),
    route(Get, "/health", Anyone, Endpoint::Health),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::Value;

    use super::*;

    /// Whom the description says a route answers, by method and address.
    fn described() -> BTreeMap<(String, String), Audience> {
        let document: Value = serde_json::from_str(include_str!("../../openapi.json")).unwrap_or_default();
        let mut paths = document["paths"].as_object().cloned().unwrap_or_default();
        // Served as a file beside the worker.
        paths.remove("/openapi.json");
        let operations = paths.iter().flat_map(|(path, item)| {
            let item = item.as_object().cloned().unwrap_or_default();
            item.into_iter().filter(|(method, _)| method != "parameters").map(|(method, operation)| {
                let schemes = operation["security"].as_array().cloned().unwrap_or_default();
                let takes = |scheme: &str| schemes.iter().any(|entry| entry.get(scheme).is_some());
                let audience = match (takes("shopper"), takes("server"), takes("platform")) {
                    (true, false, false) => Shopper,
                    (false, true, false) => Server,
                    (false, false, true) => Platform,
                    _ => Anyone,
                };
                ((method.to_uppercase(), path.clone()), audience)
            })
        });
        operations.collect()
    }

    #[test]
    fn the_table_and_the_description_say_the_same() {
        let table = ROUTES.iter().map(|route| ((route.method.to_string(), route.path.to_owned()), route.audience));
        assert_eq!(table.collect::<BTreeMap<_, _>>(), described());
    }
}
