//! What an address says of a page.

use loyalty::attention::{is_checkout, is_route};

#[test]
fn a_checkout_is_known_by_its_kind_or_its_address() {
    for (kind, path, hash, route, expected) in [
        ("checkout", "/", "", "", true),
        ("Checkout", "/", "", "", true),
        ("", "/checkout", "", "", true),
        ("", "/CheckOut/", "", "", true),
        ("product", "/shop/checkouts/c1/shipping", "", "", true),
        ("", "/kasse", "", "", true),
        ("", "/sl/blagajna", "", "", true),
        ("", "/оформлення-замовлення", "", "", true),
        ("", "/shop", "#/checkout", "", true),
        ("", "/shop", "#!/checkout?step=2", "", true),
        ("", "/index.php", "", "checkout/checkout", true),
        ("", "/index.php", "", "checkout/cart", false),
        ("", "/checkout-guide", "", "", false),
        ("", "/shop", "#checkout", "", false),
        ("cart", "/cart", "", "", false),
        ("", "", "", "", false),
    ] {
        assert_eq!(is_checkout(kind, path, hash, route), expected, "{kind} {path} {hash} {route}");
    }
}

#[test]
fn only_a_path_behind_the_hash_is_a_page() {
    for (hash, expected) in [("#/cart", true), ("#!/cart", true), ("#top", false), ("#", false), ("", false)] {
        assert_eq!(is_route(hash), expected, "{hash}");
    }
}
