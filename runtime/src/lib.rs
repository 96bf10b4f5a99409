//! Ingrain.
