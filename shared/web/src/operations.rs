//! The operations of a function: what it answers and, apart from that, what it tells of itself.
//!
//! A function that answers needs no document. Where only the router is asked for, nothing of the
//! document is made at its start, and the linker leaves out what would make it.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::routing::MethodRouter;
use utoipa::Path;
use utoipa_axum::PathItemExt as _;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

/// Takes in operations one by one: a plain router, or one that keeps their document too.
pub trait Operations<S>: Sized {
    /// None yet.
    fn none() -> Self;

    /// One more, at the path and by the methods of `P`; `told` makes what the document says of it.
    #[must_use]
    fn and<P: Path, T: 'static>(
        self,
        handler: impl Handler<T, S>,
        told: impl FnOnce() -> UtoipaMethodRouter<S>,
    ) -> Self;

    /// Those of both.
    #[must_use]
    fn and_all(self, others: Self) -> Self;

    /// The same operations, whose bodies may have so many bytes.
    #[must_use]
    fn with_bodies_up_to(self, bytes: usize) -> Self;
}

impl<S: Clone + Send + Sync + 'static> Operations<S> for Router<S> {
    fn none() -> Self {
        Self::new()
    }

    fn and<P: Path, T: 'static>(
        self,
        handler: impl Handler<T, S>,
        _: impl FnOnce() -> UtoipaMethodRouter<S>,
    ) -> Self {
        let methods = P::methods().into_iter().map(|method| method.to_method_filter());
        let answering = methods.fold(MethodRouter::new(), |all, one| all.on(one, handler.clone()));
        self.route(&P::path(), answering)
    }

    fn and_all(self, others: Self) -> Self {
        self.merge(others)
    }

    fn with_bodies_up_to(self, bytes: usize) -> Self {
        self.layer(DefaultBodyLimit::max(bytes))
    }
}

impl<S: Clone + Send + Sync + 'static> Operations<S> for OpenApiRouter<S> {
    fn none() -> Self {
        Self::new()
    }

    fn and<P: Path, T: 'static>(
        self,
        _: impl Handler<T, S>,
        told: impl FnOnce() -> UtoipaMethodRouter<S>,
    ) -> Self {
        self.routes(told())
    }

    fn and_all(self, others: Self) -> Self {
        self.merge(others)
    }

    fn with_bodies_up_to(self, bytes: usize) -> Self {
        self.layer(DefaultBodyLimit::max(bytes))
    }
}

/// The operations of a function: each name is a module that holds a handler of the same name.
///
/// ```ignore
/// web::operations!(State; list_events, publish_event)
/// ```
#[macro_export]
macro_rules! operations {
    ($state:ty; $($name:ident),+ $(,)?) => {
        $crate::utoipa_axum::paste! {{
            $($crate::guarded::<$state, _, _>(&$name::$name);)+
            use $crate::utoipa_axum::routes;
            let all = $crate::Operations::<$state>::none();
            $(
                let all = $crate::Operations::<$state>::and::<$name::[<__path_ $name>], _>(
                    all, $name::$name, || routes!($name::$name));
            )+
            all
        }}
    };
}
