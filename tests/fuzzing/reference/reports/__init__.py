"""Jobs, the Deliverability dashboard, insights and recommendations."""
