"""One folder per panel: `state` derives, `presenter` decides, `view` shows. Neither of the first two knows Qt."""
