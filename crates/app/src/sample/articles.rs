//! The knowledge articles of the sample, built into the program: one name per file in crates/app/sample/knowledge.

/// An article's file name without its ending, and its text.
pub type File = (&'static str, &'static str);

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../sample/knowledge/", $name, ".md")))),*]
    };
}

pub const FILES: &[File] = files![
    "accessibility-services", "bag-storage", "birthday-benefits", "cross-store-return", "customer-injury-response",
    "duplicate-charge", "e-invoice-normal", "ebike-return-exchange", "ebike-test-ride", "english-counter-phrases",
    "fake-money-fraud", "gift-bundle-return", "gift-card-rules", "install-booking", "installment-payments",
    "invoice-correction", "lithium-battery-smoke-fire", "loaner-machines", "lost-and-found", "mail-in-repair",
    "member-phone-change-merge", "member-privacy-deletion", "member-tier-changes", "member-tiers-benefits",
    "no-return-list", "notice-2026-03-personal-data", "notice-2026-09-digital-invoice",
    "notice-2026-17-complaint-levels", "notice-2026-31-battery-indoor", "notice-2026-40-exchange-15-days",
    "notice-2026-43-fermented-rice", "notice-2026-46-national-day", "notice-2026-51-af520-coating",
    "notice-2026-55-double11-roster", "notice-2026-60-year-end", "old-machine-labels", "online-seven-day-return",
    "onsite-damage-compensation", "p-af-520-vs-680", "p-af-cleaning", "p-af-error-codes", "p-af-first-use",
    "p-af-recipe-eggtart", "p-af-recipe-sweet-potato", "p-af-recipe-wings", "p-af-smoke", "p-af-time-table",
    "p-af680-english", "p-bl900-error-codes", "p-bl900-leak-noise", "p-bl900-soymilk", "p-cm15-descale",
    "p-cm15-faults", "p-cm15-first-cup", "p-cups-seal", "p-dh20-faults", "p-dh20-sizing", "p-eb-battery-capacity",
    "p-eb-battery-care", "p-eb-battery-nocharge", "p-eb-battery-recycle", "p-eb-battery-swelling",
    "p-eb-brake-failure", "p-eb-brake-service", "p-eb-charger", "p-eb-charging-english", "p-eb-charging-home",
    "p-eb-controller-codes", "p-eb-e3-license", "p-eb-f1-fold", "p-eb-maintenance", "p-eb-models", "p-eb-pdi",
    "p-eb-plate", "p-eb-pricelist", "p-eb-rain-wading", "p-eb-standard-mod", "p-eb-tyre", "p-eb-warranty-parts",
    "p-eb-winter-range", "p-eb-wont-go", "p-eb150-codes", "p-eb150-safety", "p-fn35-care", "p-gs200-steam",
    "p-hd18-overheat", "p-ht22-safety", "p-hu40-batch-notice", "p-hu40-care", "p-kt18-faults", "p-kt18-modes",
    "p-np28-care", "p-outlet-safety", "p-parts-appliance-prices", "p-parts-consumables", "p-parts-ebike-prices",
    "p-rc-30-vs-50", "p-rc-error-codes", "p-rc-inner-pot", "p-rc-rice-water", "p-retail-prices", "p-ro-75-vs-100",
    "p-ro-codes", "p-ro-english", "p-ro-filter-life", "p-ro-idle", "p-ro-install", "p-ro-leak", "p-ro-slow-water",
    "p-ro-tds", "p-sw-7-vs-9pro", "p-sw-codes", "p-sw-maintenance", "p-sw-mapping", "p-tb6-brush", "p-tea-allergens",
    "p-tea-allergens-english", "p-tea-brewing", "p-tea-brown-sugar-pearl", "p-tea-cheese-grape", "p-tea-cleaning-sop",
    "p-tea-cold-brew-oolong", "p-tea-complaints", "p-tea-duck-shit-lemon", "p-tea-hot-cocoa", "p-tea-jasmine-lime",
    "p-tea-jujube-ginger", "p-tea-mango-pomelo", "p-tea-matcha-latte", "p-tea-oat-latte", "p-tea-osmanthus-dumpling",
    "p-tea-osmanthus-oolong", "p-tea-pearls-sago", "p-tea-shelf-life", "p-tea-sugar-ice", "p-vc12-suction",
    "p-warmth-choice", "p-washable-parts", "paying-foreign-cards-wallets", "payment-methods", "pets-and-children",
    "points-earning-rules", "points-expiry", "points-makeup-claim", "points-mall", "points-redemption-rules",
    "power-outage-typhoon", "price-adjust-howto", "price-error-handling", "price-match-other-platform",
    "price-protection-double11", "price-protection-rules", "promo-618-2026-archive", "promo-back-to-school-2026",
    "promo-coupon-stacking", "promo-double11-2026", "promo-double11-ebike", "promo-double11-presale",
    "promo-member-day", "promo-mid-autumn-tea-2026", "promo-national-day-2026", "promo-winter-warm-2026",
    "refund-timing-approval", "repair-appointment", "repair-intake-checklist", "repair-price-list",
    "repair-turnaround-times", "repair-warranty-scope", "returns-in-english", "same-city-delivery",
    "script-callback-closing", "script-compensation-question", "script-complaint-calming", "script-ebike-handover",
    "script-elderly-customers", "script-exchange-expired", "script-exchange-in-store", "script-greeting",
    "script-out-of-stock-waiting", "script-phone-calls", "script-refund", "script-review-replies",
    "script-rush-request", "script-tea-complaint", "services-for-visitors", "seven-day-fault-return",
    "shop-hours-and-services", "small-appliance-exchange", "special-vat-invoice", "store-pickup",
    "store-unopened-return", "tea-allergy-first-aid", "tea-redo-refund", "trade-in-ebike", "trade-in-home-pickup",
    "trade-in-rules", "trade-in-subsidy-payout", "umbrella-charging-loans", "unclaimed-repairs",
    "water-purifier-aftersales",
];
