"""Invented HL7 messages: two of each kind."""

HEAD = "MSH|^~\\&|EHR|CLINIC|ONCODESK|PRACTICE|20260312080000||{kind}^{event}|{number}|P|2.5.1"
PAT = (
    "PID|1||A-1007^^^CLINIC^MR~900-00-0001^^^USA^SS||Example^Pat^Q||19610402|F|||"
    "12 Larch Lane^Apt 3^Springfield^IL^62704||217-555-0100"
)
SAM = (
    "PID|1||A-1008^^^CLINIC^MR||O\\T\\Sample^Sam||195812311430|M|||7 Elm Road^^Springfield^IL^627011234||(217) 555-0101"
)
INSURED = "IN1|1|MCR|00882|Medicare Part B||||GRP7||||||||||||||||||||||||||||1EG4TE5MK73"
WITH_ITO = "AIP|1||1234567893^Ito^R^^^^^^NPI"
EVENTS = {"ADT": ("A01", "A04", "A08", "A28", "A31", "A40"), "SIU": ("S12", "S13", "S14", "S15", "S17", "S26")}


def message(kind: str, event: str, number: int = 1, person: str = PAT, more: tuple[str, ...] = ()) -> str:
    """One message, its segments ended by CR."""
    head = HEAD.format(kind=kind, event=event, number=number)
    return "\r".join((head, *more[:1], person, *more[1:])) + "\r"


def patient(event: str, person: str = PAT, number: int = 1) -> str:
    """An ADT message."""
    return message("ADT", event, number, person, (f"EVN|{event}|20260312", "PV1|1|O", INSURED))


def appointment(event: str, start: str = "202603120900", booked: str = "78", person: str = PAT, number: int = 1) -> str:
    """A SIU message."""
    schedule = f"SCH|77|{booked}|||||CHEMO||||^^30^{start}^{start[:8]}0930"
    return message("SIU", event, number, person, (schedule, "RGS|1", WITH_ITO))


def two_of_each() -> dict[str, tuple[str, str]]:
    """By event: of one patient and of the other."""
    adt = {event: (patient(event), patient(event, SAM, 2)) for event in EVENTS["ADT"]}
    siu = {
        event: (appointment(event), appointment(event, "20260313140000-0600", "79", SAM, 2)) for event in EVENTS["SIU"]
    }
    return {**adt, **siu}
