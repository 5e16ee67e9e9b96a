"""Rules over work items, decisions and statements: is every link whole, and every claim accounted for?"""
