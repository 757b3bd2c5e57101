# trail
