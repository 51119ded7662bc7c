"""Settings of an account beside its quota: details, pricing, VDM, dashboard."""
