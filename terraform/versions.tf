terraform {
  # Write-only arguments, which keep passwords out of the state.
  required_version = ">= 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 8.7"
    }
  }

  # One state per environment; scripts/terraform names bucket and prefix.
  backend "gcs" {}
}

provider "google" {
  project = var.project
  region  = var.region

  # Budgets are asked of a project that pays for the question.
  billing_project       = var.project
  user_project_override = true

  default_labels = {
    app         = "accredit"
    environment = var.environment
  }
}
