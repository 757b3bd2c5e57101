//! Tables of this room.

use gongjie_base::table;

use super::rules::{BranchType, PartnerKind, Role, TermPack, UnitKind};

table! {
    /// 组织
    organization = "organization" {
        code: String, name: String, name_en: Option<String>, term_pack: TermPack, is_example: bool,
        source: Option<String>, created_at: i64, version: i64,
    }
}
table! {
    /// 单位
    unit = "unit" {
        organization_id: i64, parent_id: Option<i64>, kind: UnitKind, branch_type: Option<BranchType>,
        partner_kind: Option<PartnerKind>, name: String, short_name: Option<String>,
        name_en: Option<String>, is_outside: bool, external_code: Option<String>,
        contact: Option<String>, phone: Option<String>, source: Option<String>,
        valid_from: Option<String>, valid_to: Option<String>, successor_id: Option<i64>,
        merged_into_id: Option<i64>, version: i64,
    }
}
table! {
    /// 曾用写法
    unit_name = "unit_name" {
        organization_id: i64, unit_id: i64, name: String, kind: String,
        valid_from: Option<String>, valid_to: Option<String>,
    }
}
table! {
    /// 支部对应的单位
    unit_cover = "unit_cover" {
        branch_id: i64, unit_id: i64, valid_from: Option<String>, valid_to: Option<String>,
    }
}
table! {
    /// 人员
    person = "person" {
        organization_id: i64, unit_id: Option<i64>, name: String, phone: Option<String>,
        email: Option<String>, is_active: bool, version: i64,
    }
}
table! {
    /// 角色
    role_grant = "role_grant" {
        person_id: i64, role: Role, unit_id: Option<i64>, granted_at: i64,
    }
}
