import pytest

from normalise.model import OwnerRole
from normalise.owners import read_owners

# cell | owner; owner — an owner in support begins with "+". "\\n" stands for a line break in the cell.
CELLS = r"""
Director of Law and Governance | Director of Law and Governance
Head of Parks & Open Spaces | Head of Parks & Open Spaces
HR and Legal | HR; Legal
Planning and Legal | Planning; Legal
Contract managers and Procurement | Contract managers; Procurement
AD Finance and AD Law | AD Finance; AD Law
Police and Crime Panel | Police and Crime Panel
Pennaeth Cyllid a Rheolwr TG | Pennaeth Cyllid; Rheolwr TG
Lead Officer TBC | Lead Officer
Chairs of Scrutiny and Audit Committees | Chairs of Scrutiny and Audit Committees
RL (support TK) | RL; +TK
Chief Executive and Cabinet | Chief Executive; Cabinet
Director of Law and Governance and Director of Finance | Director of Law and Governance; Director of Finance
Leader and Chief Executive | Leader; Chief Executive
Cabinet and Head of Law and Governance | Cabinet; Head of Law and Governance
Director (Homes & Safer Streets) | Director (Homes & Safer Streets)
Housing and Health | Housing and Health
Legal and Democratic Services | Legal and Democratic Services
Head of Legal and Democratic Services | Head of Legal and Democratic Services
Leisure Services and Community Safety Team | Leisure Services; Community Safety Team
Director of Adult and Children's Services | Director of Adult and Children's Services
HR and Payroll | HR and Payroll
Chief Executive and Leadership Team | Chief Executive; Leadership Team
CMT and Cabinet | CMT; Cabinet
SRPO and Building Control | SRPO; Building Control
Audit Committee and Standards Committee | Audit Committee; Standards Committee
Corporate Leadership Team & Group Leaders | Corporate Leadership Team; Group Leaders
Cabinet Member for Finance and Resources | Cabinet Member for Finance and Resources
Portfolio Holder for Housing, Planning and Growth | Portfolio Holder for Housing, Planning and Growth
Director of Law, Governance and Finance | Director of Law, Governance and Finance
Assistant Director, Planning and Growth | Assistant Director, Planning and Growth
NHS Service Director, Children | NHS Service Director, Children
Assistant Director - Planning & Building Control | Assistant Director - Planning & Building Control
Director of Finance, Head of HR | Director of Finance; Head of HR
Director of Finance, Head of HR and Monitoring Officer | Director of Finance; Head of HR; Monitoring Officer
Finance, HR, Legal | Finance; HR; Legal
Planning, Housing and Environment Service | Planning, Housing and Environment Service
CEO, s151 Officer, MO | CEO; s151 Officer; MO
LGA, CfGS, and partner councils | LGA; CfGS; partner councils
Chair, Audit Committee | Chair, Audit Committee
Chair of the Audit Committee | Chair of the Audit Committee
Scrutiny Chairs and Vice Chairs | Scrutiny Chairs; Vice Chairs
J Smith (Head of HR) | J Smith (Head of HR)
J Smith, LGA | J Smith, LGA
Smith, J | Smith, J
Jo Brand, Head of Revenues | Jo Brand, Head of Revenues
Director of Place, J Okafor | Director of Place, J Okafor
Anna Jones and Peter Hill | Anna Jones; Peter Hill
Anna Jones, Peter Hill | Anna Jones; Peter Hill
Sue and Panel Members | Sue; Panel Members
Cllr Jones / Cllr Patel | Cllr Jones; Cllr Patel
Cllr Jones and Cllr Patel | Cllr Jones; Cllr Patel
Dr A. Patel | Dr A. Patel
TJ/JC | TJ; JC
TJ / JC/ RA | TJ; JC; RA
Lead TJ | TJ
Lead TJ/JC | TJ; JC
CMT/Cabinet | CMT; Cabinet
HR/OD Manager | HR/OD Manager
Valuation Officer/Relevant Officers | Valuation Officer; Relevant Officers
Portfolio Holder/s | Portfolio Holder/s
Chief Executive; Leader of the Council | Chief Executive; Leader of the Council
Chief Executive, supported by Leadership Team | Chief Executive; +Leadership Team
Chief Executive (supported by Leadership Team) | Chief Executive; +Leadership Team
Head of Audit with input from SLT and Group Leaders | Head of Audit; +SLT; +Group Leaders
Head of Policy with Communications Team | Head of Policy; +Communications Team
Head of Housing in partnership with Northgate Homes Ltd | Head of Housing; +Northgate Homes Ltd
Chief Executive in consultation with the Leader | Chief Executive; +Leader
Chief Executive along with Leader | Chief Executive; +Leader
Lead: Head of Legal Support: Head of HR and ICT Manager | Head of Legal; +Head of HR; +ICT Manager
Lead: Head of Legal\nSupport: Head of HR | Head of Legal; +Head of HR
Lead Officer: Head of Estates | Head of Estates
Officer: J Smith; Member: Cllr Jones | J Smith; Cllr Jones
Head of HR (lead), Head of Finance (support) | Head of HR; +Head of Finance
Head of HR – lead; Head of Finance – support | Head of HR; +Head of Finance
Director of Finance (previously Head of Resources) | Director of Finance
Director of Finance, previously Head of Resources | Director of Finance
Director of Law and Gover- nance | Director of Law and Governance
Director of Law and Gover-\nnance | Director of Law and Governance
Head of Commu nications | Head of Communications
Head of Arts &\nLeisure Services | Head of Arts & Leisure Services
Director of\nFinance | Director of Finance
Monitoring\nOfficer | Monitoring Officer
Chief\nExecutive | Chief Executive
Head of Planning\nHead of Housing | Head of Planning; Head of Housing
• Head of IT\n• Head of HR | Head of IT; Head of HR
Cabinet\nCouncil | Cabinet; Council
All Heads of Service | All Heads of Service
All | All
All Directors and Heads of Service | All Directors; Heads of Service
Group Leaders/Whips | Group Leaders; Whips
Head of Paid Service | Head of Paid Service
Internal Audit | Internal Audit
Vice-Chair of Council | Vice-Chair of Council
Head of Finance, TBC | Head of Finance
Head of Finance/Head of Finance | Head of Finance
Mark Thompson & Lucy Green | Mark Thompson; Lucy Green
M Thompson & L Green | M Thompson; L Green
Lead - Sarah Jones | Sarah Jones
Officer – Jane Potter; Member – Cllr Khan | Jane Potter; Cllr Khan
Cllr Khan, Head of Legal | Cllr Khan; Head of Legal
Cllr Khan, Leader | Cllr Khan, Leader
SRO: Director of Place. Delivery: Head of Homes | Director of Place; Head of Homes
Exec Lead – Sam Jones; Officer – Head of ICT | Sam Jones; Head of ICT
Service Director, Legal, Audit and Democratic Services | Service Director, Legal, Audit and Democratic Services
Assistant Director HR and Assistant Director IT | Assistant Director HR; Assistant Director IT
Chief Finance Officer Head of HR | Chief Finance Officer; Head of HR
Cllr Ann Roe Head of Planning | Cllr Ann Roe; Head of Planning
Cllr Ann Roe (Homes) Repairs Manager | Cllr Ann Roe (Homes); Repairs Manager
Cllr Ann Roe Cabinet Member for Homes | Cllr Ann Roe Cabinet Member for Homes
Lead - DoF, Support - HoHR | DoF; +HoHR
HR, Legal and Finance | HR; Legal; Finance
Director of HR, Legal and Finance | Director of HR, Legal and Finance
Place, Economy and Environment Directorate | Place, Economy and Environment Directorate
Policy, Performance and Partnerships Manager | Policy, Performance and Partnerships Manager
Finance, HR and Chief Executive | Finance; HR; Chief Executive
1. Head of Assets 2. Director of Place | Head of Assets; Director of Place
Responsible Officer - Head of Finance | Head of Finance
Strategic Director – Place; Service Manager – Waste | Strategic Director – Place; Service Manager – Waste
Head of Planning (vacant) | Head of Planning
Joint: CEO and Leader | CEO; Leader
Overview & Scrutiny Committee and Cabinet | Overview & Scrutiny Committee; Cabinet
N/A |
? |
TBC |
To be confirmed |
- |
  |
"""


def _cases():
    for line in CELLS.strip("\n").split("\n"):
        cell, _, owners = line.partition("|")
        wanted = [name.strip() for name in owners.split(";") if name.strip()]
        yield pytest.param(cell.strip().replace("\\n", "\n"), wanted, id=cell.strip())


@pytest.mark.parametrize(("cell", "wanted"), _cases())
def test_reads_owners(cell, wanted):
    got = [("+" if owner.role is OwnerRole.SUPPORT else "") + owner.name for owner in read_owners(cell)]
    assert got == wanted


def test_reading_an_owner_again_changes_nothing():
    for case in _cases():
        for owner in read_owners(case.values[0]):
            again = read_owners(owner.name)
            assert [o.name for o in again] == [owner.name]
