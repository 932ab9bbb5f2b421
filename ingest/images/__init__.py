"""Image bytes -> facts about them; images made smaller."""
