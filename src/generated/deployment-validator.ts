// Made from schemas/deployment.schema.json by `npm run generate`. Do not edit.
// @ts-nocheck
"use strict";
export const validate = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:prefect-registrar:deployment.schema.json","type":"object","if":{"type":"object","required":["deployments"]},"then":{"$ref":"#/$defs/DeploymentList"},"else":{"$ref":"#/$defs/DeploymentSpec"},"$defs":{"DeploymentList":{"type":"object","additionalProperties":false,"required":["deployments"],"properties":{"definitions":{},"deployments":{"type":"array","items":{"$ref":"#/$defs/DeploymentSpec"}}}},"DeploymentSpec":{"type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"type":"string","minLength":1,"pattern":"^[^/%&<>]+$"},"flow":{"type":"string","minLength":1,"pattern":"^[^/%&<>]+$"},"entrypoint":{"type":"string","minLength":1},"path":{"type":["string","null"]},"description":{"type":["string","null"]},"version":{"type":["string","null"]},"tags":{"type":["array","null"],"items":{"type":"string","minLength":1,"not":{"type":"string","pattern":"^registrar:"}}},"parameters":{"type":["object","null"]},"parameter_schema":{"type":["object","string"]},"enforce_parameter_schema":{"type":"boolean"},"paused":{"type":"boolean"},"schedules":{"type":["object","null"],"propertyNames":{"type":"string","minLength":1,"maxLength":255},"additionalProperties":{"$ref":"#/$defs/ScheduleSpec"}},"schedules_policy":{"type":"string","enum":["merge","exclusive"]},"work_pool":{"type":["object","null"],"additionalProperties":false,"dependentRequired":{"work_queue_name":["name"]},"properties":{"name":{"type":"string","minLength":1},"work_queue_name":{"type":"string","minLength":1},"job_variables":{"type":["object","null"]}}},"pull":{"type":["array","null"],"items":{"type":"object"}},"concurrency_limit":{"type":["integer","object","null"],"exclusiveMinimum":0,"additionalProperties":false,"required":["limit"],"properties":{"limit":{"type":"integer","exclusiveMinimum":0},"collision_strategy":{"type":"string","enum":["ENQUEUE","CANCEL_NEW"]},"grace_period_seconds":{"type":"integer","minimum":60,"maximum":86400}}},"renamed_from":{"type":"string","pattern":"^[^/%&<>]+/[^/%&<>]+$"},"on_remove":{"type":"string","enum":["delete","pause","keep"]},"protect":{"type":"boolean"},"ignore":{"type":"array","items":{"$ref":"#/$defs/OwnedField"}},"seed":{"type":"array","items":{"$ref":"#/$defs/OwnedField"}}}},"OwnedField":{"type":"string","enum":["entrypoint","path","description","version","tags","parameters","parameter_schema","enforce_parameter_schema","paused","schedules","work_pool.name","work_pool.work_queue_name","work_pool.job_variables","pull","concurrency_limit"]},"ScheduleSpec":{"type":"object","additionalProperties":false,"properties":{"cron":{"type":"string"},"interval":{"type":["number","string"]},"rrule":{"type":"string"},"timezone":{"type":"string","minLength":1},"anchor_date":{"type":"string"},"day_or":{"type":"boolean"},"active":{"type":"boolean"},"parameters":{"type":["object","null"]},"max_scheduled_runs":{"type":"integer","minimum":1,"maximum":50}}}}};
const schema32 = {"type":"object","additionalProperties":false,"required":["deployments"],"properties":{"definitions":{},"deployments":{"type":"array","items":{"$ref":"#/$defs/DeploymentSpec"}}}};
const schema33 = {"type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"type":"string","minLength":1,"pattern":"^[^/%&<>]+$"},"flow":{"type":"string","minLength":1,"pattern":"^[^/%&<>]+$"},"entrypoint":{"type":"string","minLength":1},"path":{"type":["string","null"]},"description":{"type":["string","null"]},"version":{"type":["string","null"]},"tags":{"type":["array","null"],"items":{"type":"string","minLength":1,"not":{"type":"string","pattern":"^registrar:"}}},"parameters":{"type":["object","null"]},"parameter_schema":{"type":["object","string"]},"enforce_parameter_schema":{"type":"boolean"},"paused":{"type":"boolean"},"schedules":{"type":["object","null"],"propertyNames":{"type":"string","minLength":1,"maxLength":255},"additionalProperties":{"$ref":"#/$defs/ScheduleSpec"}},"schedules_policy":{"type":"string","enum":["merge","exclusive"]},"work_pool":{"type":["object","null"],"additionalProperties":false,"dependentRequired":{"work_queue_name":["name"]},"properties":{"name":{"type":"string","minLength":1},"work_queue_name":{"type":"string","minLength":1},"job_variables":{"type":["object","null"]}}},"pull":{"type":["array","null"],"items":{"type":"object"}},"concurrency_limit":{"type":["integer","object","null"],"exclusiveMinimum":0,"additionalProperties":false,"required":["limit"],"properties":{"limit":{"type":"integer","exclusiveMinimum":0},"collision_strategy":{"type":"string","enum":["ENQUEUE","CANCEL_NEW"]},"grace_period_seconds":{"type":"integer","minimum":60,"maximum":86400}}},"renamed_from":{"type":"string","pattern":"^[^/%&<>]+/[^/%&<>]+$"},"on_remove":{"type":"string","enum":["delete","pause","keep"]},"protect":{"type":"boolean"},"ignore":{"type":"array","items":{"$ref":"#/$defs/OwnedField"}},"seed":{"type":"array","items":{"$ref":"#/$defs/OwnedField"}}}};
const schema34 = {"type":"object","additionalProperties":false,"properties":{"cron":{"type":"string"},"interval":{"type":["number","string"]},"rrule":{"type":"string"},"timezone":{"type":"string","minLength":1},"anchor_date":{"type":"string"},"day_or":{"type":"boolean"},"active":{"type":"boolean"},"parameters":{"type":["object","null"]},"max_scheduled_runs":{"type":"integer","minimum":1,"maximum":50}}};
const schema35 = {"type":"string","enum":["entrypoint","path","description","version","tags","parameters","parameter_schema","enforce_parameter_schema","paused","schedules","work_pool.name","work_pool.work_queue_name","work_pool.job_variables","pull","concurrency_limit"]};
const func1 = Object.prototype.hasOwnProperty;
const func2 = (text) => [...text].length;
const pattern4 = new RegExp("^[^/%&<>]+$", "u");
const pattern6 = new RegExp("^registrar:", "u");
const pattern7 = new RegExp("^[^/%&<>]+/[^/%&<>]+$", "u");

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate22.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema33.required,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema33.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(func2(data0) < 1){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema33.properties.name,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(!pattern4.test(data0)){
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[^/%&<>]+$"},message:"must match pattern \""+"^[^/%&<>]+$"+"\"",schema:"^[^/%&<>]+$",parentSchema:schema33.properties.name,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.name.type,parentSchema:schema33.properties.name,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.flow !== undefined){
let data1 = data.flow;
if(typeof data1 === "string"){
if(func2(data1) < 1){
const err5 = {instancePath:instancePath+"/flow",schemaPath:"#/properties/flow/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema33.properties.flow,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(!pattern4.test(data1)){
const err6 = {instancePath:instancePath+"/flow",schemaPath:"#/properties/flow/pattern",keyword:"pattern",params:{pattern: "^[^/%&<>]+$"},message:"must match pattern \""+"^[^/%&<>]+$"+"\"",schema:"^[^/%&<>]+$",parentSchema:schema33.properties.flow,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/flow",schemaPath:"#/properties/flow/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.flow.type,parentSchema:schema33.properties.flow,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.entrypoint !== undefined){
let data2 = data.entrypoint;
if(typeof data2 === "string"){
if(func2(data2) < 1){
const err8 = {instancePath:instancePath+"/entrypoint",schemaPath:"#/properties/entrypoint/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema33.properties.entrypoint,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/entrypoint",schemaPath:"#/properties/entrypoint/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.entrypoint.type,parentSchema:schema33.properties.entrypoint,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.path !== undefined){
let data3 = data.path;
if((typeof data3 !== "string") && (data3 !== null)){
const err10 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{type: schema33.properties.path.type},message:"must be string,null",schema:schema33.properties.path.type,parentSchema:schema33.properties.path,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.description !== undefined){
let data4 = data.description;
if((typeof data4 !== "string") && (data4 !== null)){
const err11 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: schema33.properties.description.type},message:"must be string,null",schema:schema33.properties.description.type,parentSchema:schema33.properties.description,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.version !== undefined){
let data5 = data.version;
if((typeof data5 !== "string") && (data5 !== null)){
const err12 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: schema33.properties.version.type},message:"must be string,null",schema:schema33.properties.version.type,parentSchema:schema33.properties.version,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.tags !== undefined){
let data6 = data.tags;
if((!(Array.isArray(data6))) && (data6 !== null)){
const err13 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: schema33.properties.tags.type},message:"must be array,null",schema:schema33.properties.tags.type,parentSchema:schema33.properties.tags,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(Array.isArray(data6)){
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
const _errs18 = errors;
const _errs19 = errors;
if(errors === _errs19){
if(typeof data7 === "string"){
if(!pattern6.test(data7)){
const err14 = {};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
else {
const err15 = {};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
var valid3 = _errs19 === errors;
if(valid3){
const err16 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/not",keyword:"not",params:{},message:"must NOT be valid",schema:schema33.properties.tags.items.not,parentSchema:schema33.properties.tags.items,data:data7};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
else {
errors = _errs18;
if(vErrors !== null){
if(_errs18){
vErrors.length = _errs18;
}
else {
vErrors = null;
}
}
}
if(typeof data7 === "string"){
if(func2(data7) < 1){
const err17 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema33.properties.tags.items,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.tags.items.type,parentSchema:schema33.properties.tags.items,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
}
if(data.parameters !== undefined){
let data8 = data.parameters;
if((!(data8 && typeof data8 == "object" && !Array.isArray(data8))) && (data8 !== null)){
const err19 = {instancePath:instancePath+"/parameters",schemaPath:"#/properties/parameters/type",keyword:"type",params:{type: schema33.properties.parameters.type},message:"must be object,null",schema:schema33.properties.parameters.type,parentSchema:schema33.properties.parameters,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.parameter_schema !== undefined){
let data9 = data.parameter_schema;
if((!(data9 && typeof data9 == "object" && !Array.isArray(data9))) && (typeof data9 !== "string")){
const err20 = {instancePath:instancePath+"/parameter_schema",schemaPath:"#/properties/parameter_schema/type",keyword:"type",params:{type: schema33.properties.parameter_schema.type},message:"must be object,string",schema:schema33.properties.parameter_schema.type,parentSchema:schema33.properties.parameter_schema,data:data9};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.enforce_parameter_schema !== undefined){
let data10 = data.enforce_parameter_schema;
if(typeof data10 !== "boolean"){
const err21 = {instancePath:instancePath+"/enforce_parameter_schema",schemaPath:"#/properties/enforce_parameter_schema/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema33.properties.enforce_parameter_schema.type,parentSchema:schema33.properties.enforce_parameter_schema,data:data10};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.paused !== undefined){
let data11 = data.paused;
if(typeof data11 !== "boolean"){
const err22 = {instancePath:instancePath+"/paused",schemaPath:"#/properties/paused/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema33.properties.paused.type,parentSchema:schema33.properties.paused,data:data11};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.schedules !== undefined){
let data12 = data.schedules;
if((!(data12 && typeof data12 == "object" && !Array.isArray(data12))) && (data12 !== null)){
const err23 = {instancePath:instancePath+"/schedules",schemaPath:"#/properties/schedules/type",keyword:"type",params:{type: schema33.properties.schedules.type},message:"must be object,null",schema:schema33.properties.schedules.type,parentSchema:schema33.properties.schedules,data:data12};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key1 in data12){
const _errs31 = errors;
if(typeof key1 === "string"){
if(func2(key1) > 255){
const err24 = {instancePath:instancePath+"/schedules",schemaPath:"#/properties/schedules/propertyNames/maxLength",keyword:"maxLength",params:{limit: 255},message:"must NOT have more than 255 characters",schema:255,parentSchema:schema33.properties.schedules.propertyNames,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(func2(key1) < 1){
const err25 = {instancePath:instancePath+"/schedules",schemaPath:"#/properties/schedules/propertyNames/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema33.properties.schedules.propertyNames,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/schedules",schemaPath:"#/properties/schedules/propertyNames/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.schedules.propertyNames.type,parentSchema:schema33.properties.schedules.propertyNames,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
var valid4 = _errs31 === errors;
if(!valid4){
const err27 = {instancePath:instancePath+"/schedules",schemaPath:"#/properties/schedules/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid",schema:schema33.properties.schedules.propertyNames,parentSchema:schema33.properties.schedules,data:data12};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
for(const key2 in data12){
let data13 = data12[key2];
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key3 in data13){
if(!(func1.call(schema34.properties, key3))){
const err28 = {instancePath:instancePath+"/schedules/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/ScheduleSpec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema34,data:data13};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data13.cron !== undefined){
let data14 = data13.cron;
if(typeof data14 !== "string"){
const err29 = {instancePath:instancePath+"/schedules/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/cron",schemaPath:"#/$defs/ScheduleSpec/properties/cron/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.cron.type,parentSchema:schema34.properties.cron,data:data14};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data13.interval !== undefined){
let data15 = data13.interval;
if((!((typeof data15 == "number") && (isFinite(data15)))) && (typeof data15 !== "string")){
const err30 = {instancePath:instancePath+"/schedules/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/interval",schemaPath:"#/$defs/ScheduleSpec/properties/interval/type",keyword:"type",params:{type: schema34.properties.interval.type},message:"must be number,string",schema:schema34.properties.interval.type,parentSchema:schema34.properties.interval,data:data15};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data13.rrule !== undefined){
let data16 = data13.rrule;
if(typeof data16 !== "string"){
const err31 = {instancePath:instancePath+"/schedules/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/rrule",schemaPath:"#/$defs/ScheduleSpec/properties/rrule/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.rrule.type,parentSchema:schema34.properties.rrule,data:data16};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data13.timezone !== undefined){
let data17 = data13.timezone;
if(typeof data17 === "string"){
if(func2(data17) < 1){
const err32 = {instancePath:instancePath+"/schedules/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/timezone",schemaPath:"#/$defs/ScheduleSpec/properties/timezone/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema34.properties.timezone,data:data17};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
else {
const err33 = {instancePath:instancePath+"/schedules/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/timezone",schemaPath:"#/$defs/ScheduleSpec/properties/timezone/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.timezone.type,parentSchema:schema34.properties.timezone,data:data17};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data13.anchor_date !== undefined){
let data18 = data13.anchor_date;
if(typeof data18 !== "string"){
const err34 = {instancePath:instancePath+"/schedules/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/anchor_date",schemaPath:"#/$defs/ScheduleSpec/properties/anchor_date/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.anchor_date.type,parentSchema:schema34.properties.anchor_date,data:data18};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data13.day_or !== undefined){
let data19 = data13.day_or;
if(typeof data19 !== "boolean"){
const err35 = {instancePath:instancePath+"/schedules/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/day_or",schemaPath:"#/$defs/ScheduleSpec/properties/day_or/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema34.properties.day_or.type,parentSchema:schema34.properties.day_or,data:data19};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data13.active !== undefined){
let data20 = data13.active;
if(typeof data20 !== "boolean"){
const err36 = {instancePath:instancePath+"/schedules/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/active",schemaPath:"#/$defs/ScheduleSpec/properties/active/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema34.properties.active.type,parentSchema:schema34.properties.active,data:data20};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data13.parameters !== undefined){
let data21 = data13.parameters;
if((!(data21 && typeof data21 == "object" && !Array.isArray(data21))) && (data21 !== null)){
const err37 = {instancePath:instancePath+"/schedules/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/parameters",schemaPath:"#/$defs/ScheduleSpec/properties/parameters/type",keyword:"type",params:{type: schema34.properties.parameters.type},message:"must be object,null",schema:schema34.properties.parameters.type,parentSchema:schema34.properties.parameters,data:data21};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data13.max_scheduled_runs !== undefined){
let data22 = data13.max_scheduled_runs;
if(!(((typeof data22 == "number") && (!(data22 % 1) && !isNaN(data22))) && (isFinite(data22)))){
const err38 = {instancePath:instancePath+"/schedules/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/max_scheduled_runs",schemaPath:"#/$defs/ScheduleSpec/properties/max_scheduled_runs/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema34.properties.max_scheduled_runs.type,parentSchema:schema34.properties.max_scheduled_runs,data:data22};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 50 || isNaN(data22)){
const err39 = {instancePath:instancePath+"/schedules/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/max_scheduled_runs",schemaPath:"#/$defs/ScheduleSpec/properties/max_scheduled_runs/maximum",keyword:"maximum",params:{comparison: "<=", limit: 50},message:"must be <= 50",schema:50,parentSchema:schema34.properties.max_scheduled_runs,data:data22};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if(data22 < 1 || isNaN(data22)){
const err40 = {instancePath:instancePath+"/schedules/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/max_scheduled_runs",schemaPath:"#/$defs/ScheduleSpec/properties/max_scheduled_runs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema34.properties.max_scheduled_runs,data:data22};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
}
else {
const err41 = {instancePath:instancePath+"/schedules/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/$defs/ScheduleSpec/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.type,parentSchema:schema34,data:data13};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
}
if(data.schedules_policy !== undefined){
let data23 = data.schedules_policy;
if(typeof data23 !== "string"){
const err42 = {instancePath:instancePath+"/schedules_policy",schemaPath:"#/properties/schedules_policy/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.schedules_policy.type,parentSchema:schema33.properties.schedules_policy,data:data23};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if(!((data23 === "merge") || (data23 === "exclusive"))){
const err43 = {instancePath:instancePath+"/schedules_policy",schemaPath:"#/properties/schedules_policy/enum",keyword:"enum",params:{allowedValues: schema33.properties.schedules_policy.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.schedules_policy.enum,parentSchema:schema33.properties.schedules_policy,data:data23};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data.work_pool !== undefined){
let data24 = data.work_pool;
if((!(data24 && typeof data24 == "object" && !Array.isArray(data24))) && (data24 !== null)){
const err44 = {instancePath:instancePath+"/work_pool",schemaPath:"#/properties/work_pool/type",keyword:"type",params:{type: schema33.properties.work_pool.type},message:"must be object,null",schema:schema33.properties.work_pool.type,parentSchema:schema33.properties.work_pool,data:data24};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
for(const key4 in data24){
if(!(((key4 === "name") || (key4 === "work_queue_name")) || (key4 === "job_variables"))){
const err45 = {instancePath:instancePath+"/work_pool",schemaPath:"#/properties/work_pool/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema33.properties.work_pool,data:data24};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data24.name !== undefined){
let data25 = data24.name;
if(typeof data25 === "string"){
if(func2(data25) < 1){
const err46 = {instancePath:instancePath+"/work_pool/name",schemaPath:"#/properties/work_pool/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema33.properties.work_pool.properties.name,data:data25};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
else {
const err47 = {instancePath:instancePath+"/work_pool/name",schemaPath:"#/properties/work_pool/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.work_pool.properties.name.type,parentSchema:schema33.properties.work_pool.properties.name,data:data25};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data24.work_queue_name !== undefined){
let data26 = data24.work_queue_name;
if(typeof data26 === "string"){
if(func2(data26) < 1){
const err48 = {instancePath:instancePath+"/work_pool/work_queue_name",schemaPath:"#/properties/work_pool/properties/work_queue_name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema33.properties.work_pool.properties.work_queue_name,data:data26};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
else {
const err49 = {instancePath:instancePath+"/work_pool/work_queue_name",schemaPath:"#/properties/work_pool/properties/work_queue_name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.work_pool.properties.work_queue_name.type,parentSchema:schema33.properties.work_pool.properties.work_queue_name,data:data26};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data24.job_variables !== undefined){
let data27 = data24.job_variables;
if((!(data27 && typeof data27 == "object" && !Array.isArray(data27))) && (data27 !== null)){
const err50 = {instancePath:instancePath+"/work_pool/job_variables",schemaPath:"#/properties/work_pool/properties/job_variables/type",keyword:"type",params:{type: schema33.properties.work_pool.properties.job_variables.type},message:"must be object,null",schema:schema33.properties.work_pool.properties.job_variables.type,parentSchema:schema33.properties.work_pool.properties.job_variables,data:data27};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data24.work_queue_name !== undefined){
if(data24.name === undefined){
const err51 = {instancePath:instancePath+"/work_pool",schemaPath:"#/properties/work_pool/dependentRequired",keyword:"dependentRequired",params:{property: "work_queue_name",
    missingProperty: "name",
    depsCount: 1,
    deps: "name"},message:"must have property name when property work_queue_name is present",schema:schema33.properties.work_pool.dependentRequired,parentSchema:schema33.properties.work_pool,data:data24};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
}
if(data.pull !== undefined){
let data28 = data.pull;
if((!(Array.isArray(data28))) && (data28 !== null)){
const err52 = {instancePath:instancePath+"/pull",schemaPath:"#/properties/pull/type",keyword:"type",params:{type: schema33.properties.pull.type},message:"must be array,null",schema:schema33.properties.pull.type,parentSchema:schema33.properties.pull,data:data28};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(Array.isArray(data28)){
const len1 = data28.length;
for(let i1=0; i1<len1; i1++){
let data29 = data28[i1];
if(!(data29 && typeof data29 == "object" && !Array.isArray(data29))){
const err53 = {instancePath:instancePath+"/pull/" + i1,schemaPath:"#/properties/pull/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.properties.pull.items.type,parentSchema:schema33.properties.pull.items,data:data29};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
}
if(data.concurrency_limit !== undefined){
let data30 = data.concurrency_limit;
if(((!(((typeof data30 == "number") && (!(data30 % 1) && !isNaN(data30))) && (isFinite(data30)))) && (!(data30 && typeof data30 == "object" && !Array.isArray(data30)))) && (data30 !== null)){
const err54 = {instancePath:instancePath+"/concurrency_limit",schemaPath:"#/properties/concurrency_limit/type",keyword:"type",params:{type: schema33.properties.concurrency_limit.type},message:"must be integer,object,null",schema:schema33.properties.concurrency_limit.type,parentSchema:schema33.properties.concurrency_limit,data:data30};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if((typeof data30 == "number") && (isFinite(data30))){
if(data30 <= 0 || isNaN(data30)){
const err55 = {instancePath:instancePath+"/concurrency_limit",schemaPath:"#/properties/concurrency_limit/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema33.properties.concurrency_limit,data:data30};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
if(data30.limit === undefined){
const err56 = {instancePath:instancePath+"/concurrency_limit",schemaPath:"#/properties/concurrency_limit/required",keyword:"required",params:{missingProperty: "limit"},message:"must have required property '"+"limit"+"'",schema:schema33.properties.concurrency_limit.required,parentSchema:schema33.properties.concurrency_limit,data:data30};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
for(const key5 in data30){
if(!(((key5 === "limit") || (key5 === "collision_strategy")) || (key5 === "grace_period_seconds"))){
const err57 = {instancePath:instancePath+"/concurrency_limit",schemaPath:"#/properties/concurrency_limit/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema33.properties.concurrency_limit,data:data30};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data30.limit !== undefined){
let data31 = data30.limit;
if(!(((typeof data31 == "number") && (!(data31 % 1) && !isNaN(data31))) && (isFinite(data31)))){
const err58 = {instancePath:instancePath+"/concurrency_limit/limit",schemaPath:"#/properties/concurrency_limit/properties/limit/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.concurrency_limit.properties.limit.type,parentSchema:schema33.properties.concurrency_limit.properties.limit,data:data31};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
if((typeof data31 == "number") && (isFinite(data31))){
if(data31 <= 0 || isNaN(data31)){
const err59 = {instancePath:instancePath+"/concurrency_limit/limit",schemaPath:"#/properties/concurrency_limit/properties/limit/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema33.properties.concurrency_limit.properties.limit,data:data31};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
}
if(data30.collision_strategy !== undefined){
let data32 = data30.collision_strategy;
if(typeof data32 !== "string"){
const err60 = {instancePath:instancePath+"/concurrency_limit/collision_strategy",schemaPath:"#/properties/concurrency_limit/properties/collision_strategy/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.concurrency_limit.properties.collision_strategy.type,parentSchema:schema33.properties.concurrency_limit.properties.collision_strategy,data:data32};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(!((data32 === "ENQUEUE") || (data32 === "CANCEL_NEW"))){
const err61 = {instancePath:instancePath+"/concurrency_limit/collision_strategy",schemaPath:"#/properties/concurrency_limit/properties/collision_strategy/enum",keyword:"enum",params:{allowedValues: schema33.properties.concurrency_limit.properties.collision_strategy.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.concurrency_limit.properties.collision_strategy.enum,parentSchema:schema33.properties.concurrency_limit.properties.collision_strategy,data:data32};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data30.grace_period_seconds !== undefined){
let data33 = data30.grace_period_seconds;
if(!(((typeof data33 == "number") && (!(data33 % 1) && !isNaN(data33))) && (isFinite(data33)))){
const err62 = {instancePath:instancePath+"/concurrency_limit/grace_period_seconds",schemaPath:"#/properties/concurrency_limit/properties/grace_period_seconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.concurrency_limit.properties.grace_period_seconds.type,parentSchema:schema33.properties.concurrency_limit.properties.grace_period_seconds,data:data33};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if((typeof data33 == "number") && (isFinite(data33))){
if(data33 > 86400 || isNaN(data33)){
const err63 = {instancePath:instancePath+"/concurrency_limit/grace_period_seconds",schemaPath:"#/properties/concurrency_limit/properties/grace_period_seconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400",schema:86400,parentSchema:schema33.properties.concurrency_limit.properties.grace_period_seconds,data:data33};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(data33 < 60 || isNaN(data33)){
const err64 = {instancePath:instancePath+"/concurrency_limit/grace_period_seconds",schemaPath:"#/properties/concurrency_limit/properties/grace_period_seconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 60},message:"must be >= 60",schema:60,parentSchema:schema33.properties.concurrency_limit.properties.grace_period_seconds,data:data33};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
}
}
}
if(data.renamed_from !== undefined){
let data34 = data.renamed_from;
if(typeof data34 === "string"){
if(!pattern7.test(data34)){
const err65 = {instancePath:instancePath+"/renamed_from",schemaPath:"#/properties/renamed_from/pattern",keyword:"pattern",params:{pattern: "^[^/%&<>]+/[^/%&<>]+$"},message:"must match pattern \""+"^[^/%&<>]+/[^/%&<>]+$"+"\"",schema:"^[^/%&<>]+/[^/%&<>]+$",parentSchema:schema33.properties.renamed_from,data:data34};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
else {
const err66 = {instancePath:instancePath+"/renamed_from",schemaPath:"#/properties/renamed_from/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.renamed_from.type,parentSchema:schema33.properties.renamed_from,data:data34};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data.on_remove !== undefined){
let data35 = data.on_remove;
if(typeof data35 !== "string"){
const err67 = {instancePath:instancePath+"/on_remove",schemaPath:"#/properties/on_remove/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.on_remove.type,parentSchema:schema33.properties.on_remove,data:data35};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(!(((data35 === "delete") || (data35 === "pause")) || (data35 === "keep"))){
const err68 = {instancePath:instancePath+"/on_remove",schemaPath:"#/properties/on_remove/enum",keyword:"enum",params:{allowedValues: schema33.properties.on_remove.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.on_remove.enum,parentSchema:schema33.properties.on_remove,data:data35};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data.protect !== undefined){
let data36 = data.protect;
if(typeof data36 !== "boolean"){
const err69 = {instancePath:instancePath+"/protect",schemaPath:"#/properties/protect/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema33.properties.protect.type,parentSchema:schema33.properties.protect,data:data36};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data.ignore !== undefined){
let data37 = data.ignore;
if(Array.isArray(data37)){
const len2 = data37.length;
for(let i2=0; i2<len2; i2++){
let data38 = data37[i2];
if(typeof data38 !== "string"){
const err70 = {instancePath:instancePath+"/ignore/" + i2,schemaPath:"#/$defs/OwnedField/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.type,parentSchema:schema35,data:data38};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if(!(((((((((((((((data38 === "entrypoint") || (data38 === "path")) || (data38 === "description")) || (data38 === "version")) || (data38 === "tags")) || (data38 === "parameters")) || (data38 === "parameter_schema")) || (data38 === "enforce_parameter_schema")) || (data38 === "paused")) || (data38 === "schedules")) || (data38 === "work_pool.name")) || (data38 === "work_pool.work_queue_name")) || (data38 === "work_pool.job_variables")) || (data38 === "pull")) || (data38 === "concurrency_limit"))){
const err71 = {instancePath:instancePath+"/ignore/" + i2,schemaPath:"#/$defs/OwnedField/enum",keyword:"enum",params:{allowedValues: schema35.enum},message:"must be equal to one of the allowed values",schema:schema35.enum,parentSchema:schema35,data:data38};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
}
else {
const err72 = {instancePath:instancePath+"/ignore",schemaPath:"#/properties/ignore/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.properties.ignore.type,parentSchema:schema33.properties.ignore,data:data37};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data.seed !== undefined){
let data39 = data.seed;
if(Array.isArray(data39)){
const len3 = data39.length;
for(let i3=0; i3<len3; i3++){
let data40 = data39[i3];
if(typeof data40 !== "string"){
const err73 = {instancePath:instancePath+"/seed/" + i3,schemaPath:"#/$defs/OwnedField/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.type,parentSchema:schema35,data:data40};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
if(!(((((((((((((((data40 === "entrypoint") || (data40 === "path")) || (data40 === "description")) || (data40 === "version")) || (data40 === "tags")) || (data40 === "parameters")) || (data40 === "parameter_schema")) || (data40 === "enforce_parameter_schema")) || (data40 === "paused")) || (data40 === "schedules")) || (data40 === "work_pool.name")) || (data40 === "work_pool.work_queue_name")) || (data40 === "work_pool.job_variables")) || (data40 === "pull")) || (data40 === "concurrency_limit"))){
const err74 = {instancePath:instancePath+"/seed/" + i3,schemaPath:"#/$defs/OwnedField/enum",keyword:"enum",params:{allowedValues: schema35.enum},message:"must be equal to one of the allowed values",schema:schema35.enum,parentSchema:schema35,data:data40};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
}
else {
const err75 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.properties.seed.type,parentSchema:schema33.properties.seed,data:data39};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
}
else {
const err76 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.type,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}
validate22.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.deployments === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "deployments"},message:"must have required property '"+"deployments"+"'",schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "definitions") || (key0 === "deployments"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.deployments !== undefined){
let data0 = data.deployments;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate22(data0[i0], {instancePath:instancePath+"/deployments/" + i0,parentData:data0,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
}
else {
const err2 = {instancePath:instancePath+"/deployments",schemaPath:"#/properties/deployments/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema32.properties.deployments.type,parentSchema:schema32.properties.deployments,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.type,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="urn:prefect-registrar:deployment.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!(data && typeof data == "object" && !Array.isArray(data))){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.type,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(errors === _errs2){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.deployments === undefined) && (missing0 = "deployments")){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs4 = errors;
if(!(validate21(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
if(valid0){
var props0 = true;
}
ifClause0 = "then";
}
else {
const _errs5 = errors;
if(!(validate22(data, {instancePath,parentData,parentDataProperty,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
var _valid0 = _errs5 === errors;
valid0 = _valid0;
if(valid0){
if(props0 !== true){
props0 = true;
}
}
ifClause0 = "else";
}
if(!valid0){
const err3 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: ifClause0},message:"must match \""+ifClause0+"\" schema",schema:schema31.if,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate20.errors = vErrors;
evaluated0.props = props0;
return errors === 0;
}
validate20.evaluated = {"dynamicProps":true,"dynamicItems":false};
