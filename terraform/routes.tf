# The URL map (PL-32): prefixes to their functions, files to the bucket, the rest to the app.

locals {
  # Two owners of one prefix stop the plan here, as they stop `accredit doctor`.
  owners = merge([for name, function in local.edge : { for route in function.routes : route => name }]...)
  claims = flatten([for function in values(local.edge) : function.routes])
  # The longest prefix wins: where one begins another, the longer comes first.
  routes = reverse(sort(keys(local.owners)))

  # Files with names of their own, which are there before a build.
  public_files = fileset("${path.root}/../frontend/public", "**")

  # What the app is never answered for: a wrong address there is a mistake and told as one.
  never_the_app = ["/api", "/webhooks", "/.well-known"]

  # Pages whose address is a secret (UX-46; the same in scripts/accredit/src/guard.rs).
  secret_pages = ["/r", "/join", "/link", "/invitation", "/unsubscribe"]

  # The one inline script that the page holds, as frontend/vite/starter.ts cuts it.
  starter = trimspace(replace(file("${path.root}/../frontend/vite/starter.js"), "/(?m)^\\s*//.*\\n/", ""))
  page_headers = {
    Content-Security-Policy    = "default-src 'self'; script-src 'self' 'sha256-${base64sha256(local.starter)}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-src 'none'; frame-ancestors 'none'"
    Cross-Origin-Opener-Policy = "same-origin"
    Permissions-Policy         = "camera=(self), microphone=(), geolocation=(), payment=()"
    Referrer-Policy            = "strict-origin-when-cross-origin"
    Strict-Transport-Security  = "max-age=31536000; includeSubDomains"
    X-Content-Type-Options     = "nosniff"
  }

  # Of answers that are no page.
  answer_headers = {
    Strict-Transport-Security = local.page_headers.Strict-Transport-Security
    X-Content-Type-Options    = local.page_headers.X-Content-Type-Options
  }

  # In the order in which they are looked at.
  pages = [
    {
      templates = flatten([for page in local.secret_pages : [page, "${page}/{rest=**}"]])
      headers   = merge(local.page_headers, { Referrer-Policy = "no-referrer", X-Robots-Tag = "noindex" })
    },
    { templates = ["/{page=**}"], headers = local.page_headers },
  ]
}

resource "google_compute_url_map" "this" {
  name            = "accredit"
  default_service = google_compute_backend_bucket.frontend.id

  host_rule {
    hosts        = [var.domain]
    path_matcher = "app"
  }

  host_rule {
    hosts        = ["*.candidate.${var.domain}"]
    path_matcher = "candidate"
  }

  path_matcher {
    name            = "candidate"
    default_service = google_compute_backend_service.candidate.id
  }

  path_matcher {
    name            = "app"
    default_service = google_compute_backend_bucket.frontend.id

    # A prefix and what is below it, but not what merely begins alike.
    dynamic "route_rules" {
      for_each = local.routes
      content {
        priority = 100 + route_rules.key
        service  = google_compute_backend_service.function[local.owners[route_rules.value]].id
        match_rules {
          full_path_match = route_rules.value
        }
        match_rules {
          prefix_match = "${route_rules.value}/"
        }
        # A function that answers with the app's page has the page's headers.
        dynamic "header_action" {
          for_each = [contains(local.using.frontend, local.owners[route_rules.value]) ? tomap(local.page_headers) : tomap(local.answer_headers)]
          content {
            dynamic "response_headers_to_add" {
              for_each = header_action.value
              content {
                header_name  = response_headers_to_add.key
                header_value = response_headers_to_add.value
                replace      = true
              }
            }
          }
        }
      }
    }

    route_rules {
      priority = 1000
      service  = google_compute_backend_bucket.frontend.id
      match_rules {
        prefix_match = "/assets/"
      }
      dynamic "match_rules" {
        for_each = local.public_files
        content {
          full_path_match = "/${match_rules.value}"
        }
      }
      header_action {
        response_headers_to_add {
          header_name  = "X-Content-Type-Options"
          header_value = "nosniff"
          replace      = true
        }
      }
    }

    # The bucket has nothing of these names, so it answers 404.
    route_rules {
      priority = 1001
      service  = google_compute_backend_bucket.frontend.id
      dynamic "match_rules" {
        for_each = local.never_the_app
        content {
          full_path_match = match_rules.value
        }
      }
      dynamic "match_rules" {
        for_each = local.never_the_app
        content {
          prefix_match = "${match_rules.value}/"
        }
      }
    }

    # Everything else is a page of the app, with status 200.
    dynamic "route_rules" {
      for_each = local.pages
      content {
        priority = 1002 + route_rules.key
        service  = google_compute_backend_bucket.frontend.id
        dynamic "match_rules" {
          for_each = route_rules.value.templates
          content {
            path_template_match = match_rules.value
          }
        }
        route_action {
          url_rewrite {
            path_template_rewrite = "/index.html"
          }
        }
        header_action {
          dynamic "response_headers_to_add" {
            for_each = route_rules.value.headers
            content {
              header_name  = response_headers_to_add.key
              header_value = response_headers_to_add.value
              replace      = true
            }
          }
        }
      }
    }
  }

  # Google refuses a map that does not pass these.
  dynamic "test" {
    for_each = local.routes
    content {
      description = "${test.value} belongs to ${local.owners[test.value]}"
      host        = var.domain
      path        = "${test.value}/one"
      service     = google_compute_backend_service.function[local.owners[test.value]].id
    }
  }

  dynamic "test" {
    for_each = concat(["assets/app-1a2b3c4d.js"], tolist(local.public_files))
    content {
      description         = "a file"
      host                = var.domain
      path                = "/${test.value}"
      service             = google_compute_backend_bucket.frontend.id
      expected_output_url = "https://${var.domain}/${test.value}"
    }
  }

  dynamic "test" {
    for_each = local.never_the_app
    content {
      description         = "never the app's page"
      host                = var.domain
      path                = "${test.value}nobody"
      service             = google_compute_backend_bucket.frontend.id
      expected_output_url = "https://${var.domain}${test.value}nobody"
    }
  }

  dynamic "test" {
    for_each = concat(["/", "/home/settings", "/apiary"], [for page in local.secret_pages : "${page}/secret"])
    content {
      description         = "a page of the app"
      host                = var.domain
      path                = test.value
      service             = google_compute_backend_bucket.frontend.id
      expected_output_url = "https://${var.domain}/index.html"
    }
  }

  test {
    description = "the candidate of a function"
    host        = "events-api.candidate.${var.domain}"
    path        = "/readyz"
    service     = google_compute_backend_service.candidate.id
  }

  lifecycle {
    precondition {
      condition     = length(local.claims) == length(distinct(local.claims))
      error_message = "Two functions claim one prefix (PL-2): ${join(", ", [for route in distinct(local.claims) : route if length([for claim in local.claims : claim if claim == route]) > 1])}."
    }
  }
}
