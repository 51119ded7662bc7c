"""Settings of an account besides its quota: details, pricing, VDM and the dashboard."""
