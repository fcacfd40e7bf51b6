"""Quality: rules over what a model wrote, before anybody reads it. `checking` applies them."""
